"""Files of the machine we run on: written whole or not at all."""
