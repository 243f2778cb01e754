"""`plumbline analyze`: clips in, counted and judged reps out."""
