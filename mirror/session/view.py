"""What is to be seen: one frozen View, with finished words. The session makes it, ui draws it."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "good", "attend", "muted"]
"""Meaning of a colour: plain white, good cool, attend warm, muted grey (also: not judged)."""

Scene = Literal["starting", "training", "result", "error"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words.

    Attributes:
        text: what to show.
        tone: what it means.
        strength: 0..1, eases in and out.
    """

    text: str
    tone: Tone = "plain"
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Ring:
    """The count inside the arc that fills with the movement or the hold.

    Attributes:
        number: what stands inside: the count, or the seconds held.
        unit: the small word below it.
        fill: 0..1 of the way to the target.
        reached: the target is reached (shown by shape too, not by colour alone).
        tone: good while in the target, muted while nothing is judged.
    """

    number: str
    unit: str
    fill: float
    reached: bool
    tone: Tone


@dataclass(frozen=True, slots=True)
class Figure:
    """The followed person, small.

    Attributes:
        points: the 33 landmarks in a unit square, x right, y down, as a mirror shows them;
            None where unknown.
        sure: for each landmark whether the model believes it sees it.
        marked: landmarks the last cue is about.
    """

    points: tuple[Point | None, ...]
    sure: tuple[bool, ...]
    marked: frozenset[int]


@dataclass(frozen=True, slots=True)
class Tempo:
    """The way out and back in time, as a ring around the count.

    Attributes:
        wanted: 0..1, where in the movement a calm rep would be now.
        going: "out", "hold" or "back".
    """

    wanted: float
    going: Literal["out", "hold", "back"]


@dataclass(frozen=True, slots=True)
class KneeGauge:
    """Knees over toes, as two pairs of dots that should line up; beside the body, never on it.

    Attributes:
        left, right: how far the knee is inside the second toe, in standing shanks, as the mirror
            shows the sides; None when it cannot be told.
        limit: beyond this a knee is said to cave.
    """

    left: float | None
    right: float | None
    limit: float


@dataclass(frozen=True, slots=True)
class SoftLabel:
    """What a button does now, shown at the edge of the glass.

    Attributes:
        button: "choose" is up and down together.
        text: in one or two words.
    """

    button: Literal["choose", "up", "down", "select", "back"]
    text: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One finished set.

    Attributes:
        title: the exercise in words.
        count: the count in words.
        detail: its most frequent cue, or a word of praise; may be empty.
        tone: attend when there is something to work on.
    """

    title: str
    count: str
    detail: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class View:
    """Everything on the glass at one moment.

    Attributes:
        scene: which picture to draw.
        title: the exercise, or the heading.
        side: the working side in words; empty when it does not matter.
        note: where the pictures come from, when that is not the camera; may be empty.
        state: what to do now; None leaves the place dark.
        cue: the last cue while it is fresh.
        ring: count and gauge.
        figure: the followed person; None when nobody is followed.
        labels: what the buttons do.
        rows: finished sets, for the result.
        target: what is to be reached, such as "of 10"; may be empty.
        tempo: the calm tempo; None for holds and while nothing moves.
        knees: knees over toes; None where the view does not show it.
    """

    scene: Scene
    title: str
    side: str = ""
    note: str = ""
    state: Line | None = None
    cue: Line | None = None
    ring: Ring | None = None
    figure: Figure | None = None
    labels: tuple[SoftLabel, ...] = ()
    rows: tuple[ResultRow, ...] = ()
    target: str = ""
    tempo: Tempo | None = None
    knees: KneeGauge | None = None
