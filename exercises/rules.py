"""Which rules score a rep: thresholds, formulas and weights of this package, as one version."""

from typing import Final

VERSION: Final = "12"
"""Kept with each rep. Raise it whenever the same poses may give another rep, score or fault, then
run scripts/make_golden.py; `plumbline rescore` brings earlier reps up to it, where their landmarks
are still there. tests/core/test_rules.py fails when this is forgotten."""
