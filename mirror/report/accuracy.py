"""How exact the measures are: the figures of docs/accuracy.md that people are told.

tests/app/test_therapist_gathered.py holds them against that file.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Mean absolute error of a counted rep of a rendered clip, against exact truth.

    Attributes:
        error: in the measure's unit.
        row: how docs/accuracy.md calls it.
        of: how many reps were measured.
        unit: of the error.
    """

    error: float
    row: str
    of: int
    unit: str = "°"


FLEXION: Final = Accuracy(4.7, "knee flexion, front view, 3-D", 19)
FPPA_MEAN: Final = Accuracy(1.7, "FPPA, mean of both knees, ideal camera", 19)
FPPA_SIDE: Final = Accuracy(3.1, "FPPA, left knee, corrected for the turn, 3-D", 19)
"""The worse one of both sides."""
TOE: Final = Accuracy(0.023, "right knee medial to the toe, 3-D", 19, "")
"""In shanks; the worse one of both sides."""
CLAM: Final = Accuracy(2.6, "clam opening, 3-D", 18)
HIP: Final = Accuracy(2.6, "hip extension (credited), 3-D", 4)
HINGE: Final = Accuracy(1.1, "hinge, 3-D", 4)

ALL: Final = (FLEXION, FPPA_MEAN, FPPA_SIDE, TOE, CLAM, HIP, HINGE)
RENDERED: Final = 13
"""Clips with exact truth."""
REAL: Final = 21
"""Clips of real people, with counts and times by eye."""
EXACT: Final = 34
"""Clips of both that were counted exactly."""
