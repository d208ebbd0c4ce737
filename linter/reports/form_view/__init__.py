"""A form redrawn as its own table with findings pinned to its cells: one piece of code for the HTML report and the desk."""
