"""Draws Views. The only package that knows pygame."""

import os

# pygame greets on stdout when imported; this program's stdout is its own.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
