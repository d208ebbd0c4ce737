"""The run: one input flows down from the paths a person typed to its findings."""
