"""The scenes around a set, as frozen views with finished words. The session makes them, ui draws.

Like `mirror.session.view.View`, each is all that is on the glass at one moment.
"""

from dataclasses import dataclass, field
from typing import Literal

from mirror.session.pages import (
    CardView,
    ProgressView,
    SummaryRow,
    SummaryView,
    TrendView,
)
from mirror.session.view import Figure, Line, SoftLabel, View

__all__ = [
    "Bar",
    "CardView",
    "CheckView",
    "CountdownView",
    "HowToView",
    "IdleView",
    "MenuItem",
    "MenuView",
    "NoticeView",
    "PainView",
    "Picture",
    "Posture",
    "ProgressView",
    "RestView",
    "Step",
    "SummaryRow",
    "SummaryView",
    "TimerView",
    "TrendView",
]

Posture = Literal["standing", "standing_sideways", "lying", "kneeling"]
Step = Literal["in_box", "turned", "joints", "start"]
"""The position check, in its order."""


@dataclass(frozen=True, slots=True)
class IdleView:
    """Nobody trains. Nearly dark; all dark when `asleep`.

    Attributes:
        clock: the time of day in words, such as "07:42"; empty while the clock is not set.
        next_session: a line on what comes next; may be empty.
        asleep: nobody was near for a while: draw nothing at all.
    """

    clock: str
    next_session: str
    asleep: bool = False
    labels: tuple[SoftLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of a menu.

    Attributes:
        text: its name.
        detail: a value or a word on it at the right; may be empty.
        primary: the one that is offered first, drawn larger (today's plan).
        enabled: False: shown grey, skipped.
        mark: a box, ticked or not; None: no box.
    """

    text: str
    detail: str = ""
    primary: bool = False
    enabled: bool = True
    mark: bool | None = None


@dataclass(frozen=True, slots=True)
class MenuView:
    """A list to choose from: who is training, home, exercises, history, settings, confirmations.

    Attributes:
        title: the heading.
        items: in their order; the drawing scrolls when they do not fit.
        chosen: index of the marked one.
        lead: a sentence under the heading; may be empty.
    """

    title: str
    items: tuple[MenuItem, ...]
    chosen: int
    lead: str = ""
    labels: tuple[SoftLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class HowToView:
    """How an exercise goes: a moving figure, where to be, and the two key cues.

    Attributes:
        title: the exercise.
        figure: one moment of the animation; None until it is loaded.
        posture: which drawing of mat, person and camera to show.
        place: where to be, in words.
        cues: the key cues, two at most.
        dose: what is to be done, such as "2 x 12 on each side"; may be empty.
        reason: why this much, and how much feedback there will be; a sentence each.
    """

    title: str
    figure: Figure | None
    posture: Posture
    place: str
    cues: tuple[str, ...]
    dose: str = ""
    reason: tuple[str, ...] = ()
    labels: tuple[SoftLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckView:
    """The position check: one instruction at a time.

    Attributes:
        title: the exercise.
        done: the steps that are right, in their order.
        step: the one to mend now.
        instruction: what to do about it.
        figure: the followed person; None when nobody is seen.
    """

    title: str
    done: tuple[Step, ...]
    step: Step
    instruction: Line
    figure: Figure | None
    labels: tuple[SoftLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class CountdownView:
    """The last seconds before a set.

    Attributes:
        title: the exercise, with its side.
        number: seconds left.
        fraction: 0..1 of this second gone, for a calm ring.
    """

    title: str
    number: int
    fraction: float
    figure: Figure | None = None
    labels: tuple[SoftLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A sub-score as a bar.

    Attributes:
        text: its name in words.
        value: 0..100, None when it was not measured.
    """

    text: str
    value: int | None


@dataclass(frozen=True, slots=True)
class RestView:
    """Between sets.

    Attributes:
        title: the heading, such as "Rest".
        left: seconds left in words, such as "42".
        fill: 0..1 of the rest gone.
        done: the set just done, such as "Squat 10 of 10".
        score: its score in words, "86", or why there is none.
        because: the points lost, such as "range -8"; may be empty.
        bars: its sub-scores.
        coming: what comes next.
        card: a sentence worth knowing, to read meanwhile; may be empty.
    """

    title: str
    left: str
    fill: float
    done: str
    score: Line
    because: str
    bars: tuple[Bar, ...]
    coming: str
    labels: tuple[SoftLabel, ...] = ()
    card: str = ""


@dataclass(frozen=True, slots=True)
class PainView:
    """A question that is answered with 0 to 10: pain, with its traffic light, or effort.

    Attributes:
        kind: which.
        question: in words.
        value: the marked number.
        meaning: what it means, such as "none" or "stop for today".
        tone: as in Line: good 0-2, attend above (spec §6: traffic light by place and word too).
    """

    question: str
    value: int
    meaning: Line
    labels: tuple[SoftLabel, ...] = ()
    kind: Literal["pain", "effort"] = "pain"


@dataclass(frozen=True, slots=True)
class TimerView:
    """Something that goes by the clock: a part of the warm-up, standing still for a measurement.

    Attributes:
        title: what is done, such as "March on the spot".
        left: seconds left in words, such as "42".
        fill: 0..1 of the time gone.
        words: how to do it, two short sentences at most.
        coming: what comes next; may be empty.
        figure: the followed person, small; None when nobody is seen.
    """

    title: str
    left: str
    fill: float
    words: tuple[Line, ...]
    coming: str = ""
    figure: Figure | None = None
    labels: tuple[SoftLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A heading, what happened, what to do: error, pause, network, shutting down, starting.

    Attributes:
        title: the heading.
        message: what happened.
        remedy: what to do; may be empty.
        code: a large code to type on the phone; may be empty.
        qr: rows of a QR code with its border, True for dark; may be empty.
        tone: "attend" for something to mend.
    """

    title: str
    message: Line
    remedy: str = ""
    code: str = ""
    qr: tuple[tuple[bool, ...], ...] = ()
    labels: tuple[SoftLabel, ...] = field(default=())


Picture = (
    View
    | IdleView
    | MenuView
    | HowToView
    | CheckView
    | CountdownView
    | RestView
    | PainView
    | SummaryView
    | ProgressView
    | TrendView
    | CardView
    | TimerView
    | NoticeView
)
"""Everything that can be on the glass."""
