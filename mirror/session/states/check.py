"""The position check: in the box, body turned right, all joints visible, start pose.

One instruction at a time. Each step must be right for `HELD_S`; one that is no longer right takes
the check back to it. A problem that does not keep the tracker from following the person is let
pass after a while, and so is the other side: the mirror asks, it does not insist.
"""

import math
from collections.abc import Mapping
from typing import Final, get_args

from exercises.pose import Pose
from exercises.tracker import Snapshot
from mirror.session.course import Course
from mirror.session.happenings import InstructionShown, TrackerBegan
from mirror.session.inputs import Button
from mirror.session.scenes import CheckView, Step
from mirror.session.stage import Stage
from mirror.session.staging import staging_of
from mirror.session.states.state import GONE_S, Outcome
from mirror.session.view import Line

STEPS: Final[tuple[Step, ...]] = get_args(Step)
HELD_S: Final = 0.5
PATIENCE_S: Final = 10.0
"""What does not hinder counting is asked for this long, then let pass: it may be the room's fault,
and reps that cannot be judged are still counted. A design choice."""

SIDE_PATIENCE_S: Final = 20.0
"""Longer: turning over on a mat with a band takes its time."""

OTHER_SIDE: Final = "side_change.other_side"
STEP_OF: Final[Mapping[str, Step]] = {
    "nobody": "in_box",
    "body_out": "in_box",
    "too_close": "in_box",
    "too_far": "in_box",
    "off_centre": "in_box",
    "turned": "turned",
    "turn_side_on": "turned",
    "front_to_mirror": "turned",
    "feet_out": "joints",
    "low_visibility": "joints",
    "too_dark": "joints",
}
"""Problems of `events.ViewProblem`; all others are about the start pose."""

READY: Final = frozenset({"rest", "hold", "pause"})

SAY_S: Final = 0.5
"""An instruction must be due for so long before it is said: many mend themselves in the moment."""

SAY_AGAIN_S: Final = 10.0
"""The same one is not said again sooner: time to do it. A design choice."""


class Check:
    """See the module."""

    name = "check"

    def __init__(self, stage: Stage, course: Course) -> None:
        """Start with nothing checked, and a new tracker."""
        self._stage = stage
        self._course = course
        self._exercise = course.planned.exercise
        self._tracker = stage.setup.make_tracker(self._exercise)
        stage.tell(TrackerBegan(stage.now_s, self._exercise))
        self._passed = 0
        self._right_s = stage.t_s
        self._wrong: str | None = None
        self._wrong_s = stage.t_s
        self._let_pass: set[str] = set()
        self._said: dict[str, float] = {}

    def pose(self, pose: Pose) -> Outcome | None:
        """Look at the person."""
        self._tracker.feed(pose)
        wrong = self._what_is_wrong(self._tracker.snapshot)
        place = len(STEPS) if wrong is None else STEPS.index(_step_of(wrong))
        t_s = self._stage.t_s
        if place <= self._passed and wrong is not None:
            self._passed, self._right_s = place, t_s
        elif t_s - self._right_s >= HELD_S:
            self._passed, self._right_s = self._passed + 1, t_s
        if self._passed == len(STEPS):
            return self._go()
        self._say()
        return None

    def tick(self) -> Outcome | None:
        """Nobody came for a long while."""
        return "alone" if self._stage.idle_for_s > GONE_S else None

    def press(self, button: Button) -> Outcome | None:
        """Select begins whatever the check says; back shows the how-to again."""
        match button:
            case "select":
                self._go()
                return "done"
            case "back":
                return "back"
            case _:
                return None

    def picture(self) -> CheckView:
        """What is right, and what to do about the first thing that is not."""
        stage, texts = self._stage, self._stage.texts
        step = STEPS[min(self._passed, len(STEPS) - 1)]
        key = self._instruction
        if key is not None:
            instruction = Line(texts[f"{key}.{self._exercise}"], "attend")
        else:
            instruction = Line(texts[f"check.{step}"], "good")
        side = texts[f"side.{self._course.planned.side}"] if self._course.planned.side else ""
        title = texts[f"exercise.{self._exercise}"]
        return CheckView(
            title=texts["check.title"].format(exercise=title, side=side) if side else title,
            done=STEPS[: self._passed],
            step=step,
            instruction=instruction,
            figure=stage.figure,
            labels=(
                stage.label("select", "skip"),
                stage.label("back", "back"),
            ),
        )

    def _go(self) -> Outcome:
        stage, course = self._stage, self._course
        stage.tell(
            *course.open(
                self._tracker,
                texts=stage.texts,
                mirrored=stage.setup.mirrored,
                t_s=stage.now_s,
            )
        )
        if OTHER_SIDE in self._let_pass and course.current is not None:
            course.current.tally.accept()
        return "on"

    @property
    def _instruction(self) -> str | None:
        """The text key of what to do now; None while the step at hand is right."""
        step = STEPS[min(self._passed, len(STEPS) - 1)]
        wrong = self._wrong
        return wrong if wrong is not None and _step_of(wrong) == step else None

    def _what_is_wrong(self, now: Snapshot) -> str | None:
        """The text key of what to mend; None when all is right."""
        wrong, t_s = self._key(now), self._stage.t_s
        if wrong != self._wrong:
            self._wrong, self._wrong_s = wrong, t_s
        if wrong is not None and t_s - self._wrong_s >= _patience_s(wrong, now):
            self._let_pass.add(wrong)
            self._wrong = None
        return self._wrong

    def _key(self, now: Snapshot) -> str | None:
        problem = now.view_problem
        if problem is not None and f"view.{problem}" not in self._let_pass:
            return f"view.{problem}"
        if now.phase not in READY:
            return f"state.{self._exercise}.wait"
        wanted = self._course.planned.side
        one_sided = staging_of(self._exercise).side_at_start and wanted in {"left", "right"}
        wrong_side = one_sided and now.side in {"left", "right"} and now.side != wanted
        return OTHER_SIDE if wrong_side and OTHER_SIDE not in self._let_pass else None

    def _say(self) -> None:
        """Tell the instruction that has been due for a moment."""
        key, t_s = self._instruction, self._stage.t_s
        if key is None or t_s - self._wrong_s < SAY_S:
            return
        if t_s - self._said.get(key, -math.inf) >= SAY_AGAIN_S:
            self._said[key] = t_s
            self._stage.tell(InstructionShown(self._stage.now_s, key, self._exercise))


def _step_of(key: str) -> Step:
    return STEP_OF.get(key.removeprefix("view."), "start")


def followed(now: Snapshot) -> bool:
    """Whether the tracker sees the person in, or in reach of, the start position."""
    return now.signal is not None and now.phase != "wait"


def _patience_s(key: str, now: Snapshot) -> float:
    if key == OTHER_SIDE:
        return SIDE_PATIENCE_S
    return PATIENCE_S if key.startswith("view.") and followed(now) else math.inf
