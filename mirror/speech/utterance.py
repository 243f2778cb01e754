"""What the announcer gives: words with a time to live, tones, and words taken back."""

from dataclasses import dataclass
from enum import IntEnum
from math import inf
from typing import Final, Literal

ToneKind = Literal["cave", "tick", "go", "done", "attend"]
"""A knee caves; a count; begin; a set is over; look here."""

COUNT_S: Final = 0.8
"""A count older than this is wrong by the time it is heard."""
CUE_S: Final = 3.0
"""A cue older than this meets the next rep's end: it would be about another movement."""
NEVER_S: Final = inf


class Priority(IntEnum):
    """The smaller, the sooner. A count is the shortest and the first to be wrong."""

    COUNT = 0
    MUST = 1
    CUE = 2
    PROMPT = 3
    NOTE = 4


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words to say.

    Attributes:
        text: one sentence, or a number.
        priority: see `Priority`.
        expires_s: on the poses' clock; not begun after this.
        topic: newer words on a topic take the place of those that wait; empty: none.
        starts_s: not begun before this.
        tone: sounds instead where there is no voice; None: nothing does.
    """

    text: str
    priority: Priority
    expires_s: float
    topic: str = ""
    starts_s: float = -inf
    tone: ToneKind | None = None


@dataclass(frozen=True, slots=True)
class Tone:
    """A short sound, at once and over words."""

    kind: ToneKind


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What waits on a topic is no longer true."""

    topic: str


Sound = Utterance | Tone | TakenBack
