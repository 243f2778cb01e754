"""Draws a therapist's report on one page; only here reportlab is imported."""
