"""A package of rules as somebody else would write it: ``tests/rules/test_plugins.py`` installs and runs it."""
