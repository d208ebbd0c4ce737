"""Text: encodings, separators, markup, positions, and edits in place; archives."""
