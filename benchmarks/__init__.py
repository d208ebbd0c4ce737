"""Measurements of the whole program. A package of its own, so that no other one of this name that a library installs comes first."""
