"""The exercises: one file each, holding one `SPEC`. Found by `exercises.registry`."""
