"""Rows of a page that is no exact grid, read by alignment: the pieces of the table are laid along its columns at least cost."""
