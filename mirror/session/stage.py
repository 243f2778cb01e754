"""What all scenes of the flow share: the words, the clock, who is there, the course of today."""

import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final, Literal, cast

from exercises.pose import Pose
from exercises.tracker import Snapshot
from mirror.health.vitals import Vitals
from mirror.model import SetResult
from mirror.programme.person import Person
from mirror.session.asking import Asked
from mirror.session.course import Course
from mirror.session.figure import Framing
from mirror.session.happenings import Happening
from mirror.session.inputs import DayBegan, NetworkChanged, SourceOpened
from mirror.session.kept import PersonForgotten, PersonKept, SessionBegan, SessionEnded
from mirror.session.members import Member
from mirror.session.people import People, new_id
from mirror.session.setup import Setup
from mirror.session.view import Figure, SoftLabel
from mirror.text.catalog import Texts

if TYPE_CHECKING:  # the scenes know the stage, which only holds what makes the next one
    from mirror.config.settings import Language
    from mirror.session.states.state import State

HOLE_S: Final = 0.5
"""Somebody is there through shorter holes (spec/angle-core.md section 4: missing data)."""

NO_DAY: Final = date(1970, 1, 1)
"""Stands for today while nothing tells what day it is."""

ButtonName = Literal["choose", "up", "down", "select", "back"]

_TOLD: Final = 256
"""Happenings kept for a taker who does not come; then the oldest are dropped."""


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
        people: who trains here.
        clock: which day it is; None before that is known.
        vitals: how the mirror itself is.
        wanted: what a person asked for, until their pain answer makes a routine of it.
        pain_before: the latest answer before a session.
        wifi_offered: the set-up of the Wi-Fi was offered since the start.
        then: what follows a notice or a question, when it is not the usual.
    """

    def __init__(self, setup: Setup, now_s: float) -> None:
        """Start with nobody there."""
        self.setup = setup
        self.now_s = self.t_s = now_s
        self.settings = setup.settings
        self.course: Course | None = None
        self.parked: Course | None = None
        self.people = People(setup.members)
        self.clock: DayBegan | None = None
        self.vitals = Vitals()
        self.wanted: Asked | None = None
        self.pain_before: int | None = None
        self.wifi_offered = False
        self.then: Callable[[], State | None] | None = None
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
        self._sensed = False
        self._sensed_s = -math.inf

    @property
    def texts(self) -> Texts:
        """The words in the chosen language."""
        return self.setup.languages.get(self.settings.language, self.setup.texts)

    @property
    def member(self) -> Member | None:
        """Who trains; None: a guest."""
        return self.people.member

    @property
    def person_id(self) -> str:
        """Of who trains; empty for a guest."""
        return "" if self.member is None else self.member.person.id

    @property
    def day(self) -> date:
        """Today; while no clock tells, the day of the latest session."""
        if self.clock is not None:
            return self.clock.day
        sessions = () if self.member is None else self.member.past.sessions
        return sessions[-1].day if sessions else NO_DAY

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

    @property
    def away_for_s(self) -> float:
        """As `idle_for_s`, but who only the presence sensor notices counts too."""
        return 0.0 if self._sensed else min(self.idle_for_s, self.now_s - self._sensed_s)

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

    def sense(self, *, there: bool) -> None:
        """Note what the sensor says. Blind for who lies still, it ends no session (0049)."""
        self._sensed, self._sensed_s = there, self.now_s

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
            self._close(self.parked, "replaced")
        self.course, self.parked = course, None
        self._began(course, resumed=False)

    def resume(self) -> None:
        """Go on with the routine that waited."""
        self.course, self.parked = self.parked, None
        if self.course is not None:
            self._began(self.course, resumed=True)

    def park(self) -> None:
        """Keep the routine for later, if anything was done in it."""
        course, self.course = self.course, None
        self.then = None
        if course is not None and course.done_any:
            self.parked = course

    def begin_day(self, clock: DayBegan) -> None:
        """Another day: a person's routine that waited since an earlier one is over."""
        self.clock, parked = clock, self.parked
        if parked is not None and parked.person and parked.day not in {None, clock.day}:
            self.parked = None
            self._close(parked, "left")

    def leave_off(self) -> None:
        """The program ends: the sets are kept, and for the records the routines go on."""
        for course in (self.parked, self.course):
            if course is not None:
                course.close(self.source, self.now_s)
                self.finished += course.fresh
        self.parked = self.course = None

    def conclude(self) -> None:
        """The routine is over: keep its sets."""
        course = self.course
        if course is not None:
            self._close(course, end_of(course))
            self._pain = course.pain
        self.course = None

    def ask(self, asked: Asked) -> Literal["begin"]:
        """Something is wanted: a guest begins at once, a person is asked about pain first."""
        if self.member is None:
            self.begin(Course(asked.routine, person="", kind=asked.kind, day=self.day))
        else:
            self.wanted = asked
        return "begin"

    def begin_draft(self) -> None:
        """A new person is about to tell of themselves."""
        made = new_id(self.clock, self.now_s, len(self.people.members))
        self.people.begin_draft(person_id=made, language=self.settings.language)

    def speak(self, language: str) -> None:
        """Use the words of a language, if there are any."""
        if language in self.setup.languages and language != self.settings.language:
            self.settings = replace(self.settings, language=cast("Language", language))

    def keep(self, person: Person) -> None:
        """Add a person who is new, who then trains, or change one."""
        self.people.keep(person)
        self.tell(PersonKept(self.now_s, person))

    def forget(self) -> None:
        """Remove who trains, with everything; the next one is asked who they are."""
        person = self.people.forget()
        self.parked = None
        if person is not None:
            self.tell(PersonForgotten(self.now_s, person))

    def _began(self, course: Course, *, resumed: bool) -> None:
        if course.person:
            self.tell(
                SessionBegan(
                    self.now_s, course.person, course.kind, course.routine, course.week, resumed
                )
            )

    def _close(self, course: Course, reason: str) -> None:
        """A routine is over: its sets are kept."""
        self.tell(*course.close(self.source, self.now_s))
        self.finished += course.fresh
        self.end_session(course, reason)

    def end_session(self, course: Course, reason: str) -> None:
        """A routine becomes part of the person's past, once."""
        if self.people.add(course, self.day):
            self.tell(SessionEnded(self.now_s, course.person, reason))

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


def end_of(course: Course) -> str:
    """Why a routine is over."""
    return "pain" if course.hurts else "done" if course.over else "left"
