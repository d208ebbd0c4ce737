"""Forms as files people fill in: drawn as the table their layout prints, then written as xlsx, csv or YAML.

Serves ``jixiao parse --to xlsx|csv|yaml`` (what was read, written so that it reads back the same) and ``jixiao new`` (an empty form).
"""
