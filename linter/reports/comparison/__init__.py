"""Two versions of the same forms as output: a text made for reading, and JSON (``schemas/compare.schema.json``)."""
