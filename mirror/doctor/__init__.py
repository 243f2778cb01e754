"""`plumbline doctor`: checks everything, says what to do, and packs a support file."""
