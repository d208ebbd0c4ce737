"""One module a command, each declaring ``COMMAND``."""
