"""Which warnings are due: each once when it comes up, and again only after an hour without it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from mirror.health.judge import Advice, Finding

WARNED: Final[tuple[Advice, ...]] = ("hot", "power", "disk", "clock")
"""What is said by itself, the most pressing first; the rest stands on the page."""
AGAIN_S: Final = 3600.0
"""A value that wavers about its limit is one warning."""


@dataclass(frozen=True, slots=True)
class Warned:
    """What was said.

    Attributes:
        seen_s: when each was the case last.
        due: what to say now, the most pressing first.
    """

    seen_s: Mapping[Advice, float] = field(default_factory=dict)
    due: tuple[Advice, ...] = ()


def step(state: Warned, findings: Sequence[Finding], now_s: float) -> Warned:
    """The state after a look.

    Args:
        state: before.
        findings: of this look.
        now_s: seconds that only grow.
    """
    found = [one for one in WARNED if any(one == it.advice and it.now for it in findings)]
    due = tuple(
        one for one in found if one not in state.seen_s or now_s - state.seen_s[one] >= AGAIN_S
    )
    return Warned({**state.seen_s, **dict.fromkeys(found, now_s)}, due)
