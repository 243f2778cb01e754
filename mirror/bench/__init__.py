"""`plumbline bench`: what the program costs on this machine."""
