"""Blocks in, documents out: the labels and layouts of the provinces as data, a few reading strategies as code."""

from linter.layouts.document import read_document

__all__ = ["read_document"]
