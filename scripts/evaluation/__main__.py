"""`python -m scripts.evaluation`, which `scripts/evaluate` runs."""

import sys

from scripts.evaluation.cli import main

sys.exit(main())
