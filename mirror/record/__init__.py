"""A run as a file: all that the session was given, in its order, and what came of it."""
