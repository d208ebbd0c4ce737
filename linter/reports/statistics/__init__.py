"""Figures over many forms as output: text with bars, JSON (``schemas/stats.schema.json``), CSV."""
