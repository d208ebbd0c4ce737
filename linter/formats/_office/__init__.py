"""Office packages: zip, XML, sheets, documents, and writing edits and comments back into them."""
