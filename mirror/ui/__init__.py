"""Draws Views. The only package that knows pygame."""
