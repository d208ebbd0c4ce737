"""Reading indicator values and names: text in, typed records out. Pure; no rule knowledge."""
