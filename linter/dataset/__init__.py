"""Results as tables one can query: rows of inputs, forms, indicators, findings and what was not checked, kept as Parquet."""
