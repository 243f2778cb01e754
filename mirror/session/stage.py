"""What all scenes of the flow share: the words, the clock, who is there, the course of today."""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from exercises.pose import Pose
from exercises.tracker import Snapshot
from mirror.config.settings import Settings
from mirror.model import SetResult
from mirror.session.animation import Animation
from mirror.session.course import Course
from mirror.session.current import MakeTracker
from mirror.session.figure import Framing
from mirror.session.happenings import Happening
from mirror.session.history import PastSession
from mirror.session.inputs import NetworkChanged, SourceOpened
from mirror.session.routine import Routine
from mirror.session.view import Figure, SoftLabel
from mirror.text.catalog import Texts

HOLE_S: Final = 0.5
"""Somebody is there through shorter holes (spec/angle-core.md section 4: missing data)."""

ButtonName = Literal["choose", "up", "down", "select", "back"]

_TOLD: Final = 256
"""Happenings kept for a taker who does not come; then the oldest are dropped."""


@dataclass(frozen=True, slots=True, eq=False)
class Setup:
    """What the flow is made of; the arguments of `mirror.session.session.Session`."""

    exercises: tuple[str, ...]
    make_tracker: MakeTracker
    texts: Texts
    mirrored: bool
    languages: Mapping[str, Texts]
    settings: Settings
    profiles: tuple[str, ...]
    animation: Animation
    routine: Routine
    history: tuple[PastSession, ...]
    resume: Mapping[str, object] | None


class Stage:
    """Shared by the scenes of one flow; the flow alone moves its clocks.

    Attributes:
        now_s: the latest time of any input.
        t_s: training time: as `now_s`, but standing still while something lies over the scene.
        settings: as chosen now.
        course: the routine under way; None before one began.
        parked: a routine that can be continued.
        finished: sets of earlier routines.
        source: where the poses come from.
        figure: the followed person, for scenes without a set.
        active_s: the latest press.
        network: what the network scene tells.
        time_of_day: for the clock; empty while it is not set.
        shut_down: confirmed.
    """

    def __init__(self, setup: Setup, now_s: float) -> None:
        """Start with nobody there."""
        self.setup = setup
        self.now_s = self.t_s = now_s
        self.settings = setup.settings
        self.course: Course | None = None
        self.parked: Course | None = None
        self.profile = setup.profiles[0]
        self.history = list(setup.history)
        self.source = SourceOpened(name="", model="")
        self.network = NetworkChanged("")
        self.time_of_day = ""
        self.shut_down = False
        self.figure: Figure | None = None
        self.active_s = now_s
        self.finished: list[SetResult] = []
        self._told: deque[Happening] = deque(maxlen=_TOLD)
        self._framing = Framing(mirrored=setup.mirrored)
        self._pain: Mapping[str, int | None] = {}
        self._seen_s = -math.inf
        self._since_s = -math.inf

    @property
    def texts(self) -> Texts:
        """The words in the chosen language."""
        return self.setup.languages.get(self.settings.language, self.setup.texts)

    @property
    def pain(self) -> Mapping[str, int | None]:
        """Answers of the routine that runs or ran last."""
        return self._pain if self.course is None else self.course.pain

    @property
    def seen_for_s(self) -> float:
        """How long somebody has been there; 0 when nobody is."""
        return 0.0 if self.gone_for_s > HOLE_S else self._seen_s - self._since_s

    @property
    def seen_since_s(self) -> float:
        """When who is, or was last, there came."""
        return self._since_s

    @property
    def gone_for_s(self) -> float:
        """How long nobody has been there."""
        return self.now_s - self._seen_s

    @property
    def idle_for_s(self) -> float:
        """How long nobody has been there nor pressed a button."""
        return self.now_s - max(self._seen_s, self.active_s)

    def start(self, now_s: float) -> None:
        """The first moment of time."""
        self.now_s = self.t_s = self.active_s = now_s

    def take_up(self, kept: Mapping[str, object] | None) -> None:
        """Offer a routine that was interrupted, if it is one and not over."""
        self.parked = Course.resumed(kept)

    def see(self, pose: Pose) -> None:
        """Note whether somebody is there."""
        if pose.present:
            if not 0.0 <= pose.t_s - self._seen_s <= HOLE_S:
                self._since_s = pose.t_s
            self._seen_s = pose.t_s
        self.figure = self._framing.figure(pose, frozenset())

    def reopen(self) -> None:
        """The camera is back: whoever trained before it broke is not gone for that."""
        self.active_s = self.now_s
        if self.course is not None:
            self._seen_s = self.now_s

    def tell(self, *happened: Happening) -> None:
        """Add what just happened."""
        self._told.extend(happened)

    def take(self) -> tuple[Happening, ...]:
        """What happened since the last call."""
        told = tuple(self._told)
        self._told.clear()
        return told

    def begin(self, course: Course) -> None:
        """Begin a routine; one that waited to be continued is over now, its reps kept."""
        if self.parked is not None:
            self.parked.close(self.source)
            self.finished += self.parked.fresh
        self.course, self.parked = course, None

    def resume(self) -> None:
        """Go on with the routine that waited."""
        self.course, self.parked = self.parked, None

    def park(self) -> None:
        """Keep the routine for later, if anything was done in it."""
        course, self.course = self.course, None
        if course is not None and course.done_any:
            self.parked = course

    def conclude(self) -> None:
        """The routine is over: keep its sets."""
        if self.course is not None:
            self.course.close(self.source)
            self.finished += self.course.fresh
            self._pain = self.course.pain
        self.course = None

    @property
    def results(self) -> tuple[SetResult, ...]:
        """All finished sets since the start, in their order."""
        under_way = [one.fresh for one in (self.parked, self.course) if one is not None]
        return sum(under_way, tuple(self.finished))

    def label(self, button: ButtonName, key: str) -> SoftLabel:
        """What a button does now."""
        return SoftLabel(button, self.texts[f"button.{key}"])

    @property
    def snapshot(self) -> Snapshot | None:
        """What the tracker of the running set knows."""
        return None if self.course is None else self.course.snapshot
