"""Red flags: what the mirror asks about, and who should look at it instead.

Spec/angle-core.md section 6. The mirror does not diagnose: a yes stops the programme and names
whom to ask; only a new answer lifts it, never the plan.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

Route = Literal["same_day", "orthopaedic", "therapist", "ask_first"]
"""Medical care today; an orthopaedic consultation; a physical therapist; a professional before
the first session."""

URGENCY: Final[tuple[Route, ...]] = ("same_day", "orthopaedic", "therapist", "ask_first")


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One question with yes or no.

    Attributes:
        name: last part of its text keys.
        route: who should look at it.
        first_only: about the person, asked in the first set-up; the others also when pain says so.
    """

    name: str
    route: Route
    first_only: bool = False


FLAGS: Final[tuple[RedFlag, ...]] = (
    # The seed items (i) to (iv) with the routes of the specification; (v), no improvement, is
    # measured and not asked: `mirror.programme.plateau`.
    RedFlag("persistent_severe_pain", "therapist"),
    RedFlag("acute_pain", "orthopaedic"),
    RedFlag("fixed_deformity", "orthopaedic"),
    RedFlag("gives_way", "orthopaedic"),
    # Additional, standard practice [M in the specification].
    RedFlag("locking", "same_day"),
    RedFlag("hot_swollen", "same_day"),
    RedFlag("fever", "same_day"),
    RedFlag("calf_swelling", "same_day"),
    RedFlag("cannot_bear_weight", "same_day"),
    RedFlag("under_16", "ask_first", first_only=True),
    RedFlag("pregnant", "ask_first", first_only=True),
    RedFlag("recent_surgery_or_injury", "ask_first", first_only=True),
    RedFlag("joint_replacement", "ask_first", first_only=True),
)


def to_ask(*, first_set_up: bool) -> tuple[RedFlag, ...]:
    """The questions of the first set-up, or those asked again when pain says so."""
    return tuple(flag for flag in FLAGS if first_set_up or not flag.first_only)


def most_urgent(yes: Collection[str]) -> RedFlag | None:
    """The flag to speak of first; None with no yes.

    Args:
        yes: names of the flags that were answered with yes.

    Raises:
        ValueError: a name nobody asks about. It must not pass for a no.
    """
    unknown = set(yes) - {flag.name for flag in FLAGS}
    if unknown:
        message = f"no such red flag: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    found = [flag for flag in FLAGS if flag.name in yes]
    return min(found, key=lambda flag: URGENCY.index(flag.route), default=None)
