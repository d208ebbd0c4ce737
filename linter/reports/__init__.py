"""Findings and documents in, bytes out: one module an output."""
