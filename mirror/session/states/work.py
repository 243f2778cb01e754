"""A set: counts until the target is reached; waits for whoever is lost, or on the wrong side."""

from typing import Final

from exercises.pose import Pose
from mirror.programme.fatigue import quality_of, stop_set
from mirror.session.course import Course
from mirror.session.current import CurrentSet
from mirror.session.happenings import InstructionShown, PersonBack, PersonLost
from mirror.session.inputs import Button
from mirror.session.kept import Stopped
from mirror.session.stage import Stage
from mirror.session.staging import staging_of
from mirror.session.states.check import OTHER_SIDE
from mirror.session.states.state import GONE_S, Outcome
from mirror.session.view import Line, View

LOST_S: Final = 2.0
"""Spec section 4: pause the set when nobody is seen for so long."""

WRONG_S: Final = 1.0
"""The other side must be seen for so long before it is said: labels of legs swap for moments."""


EXTRA_S: Final = 6.0
"""Reps beyond the target are offered for so long after each: a calm rep takes 4 s (spec section
2.3), and whoever has had enough just stands. A design choice."""


class Work:
    """See the module."""

    name = "work"

    def __init__(self, stage: Stage, course: Course) -> None:
        """Start; the check opened the set."""
        self._stage = stage
        self._course = course
        self._lost = False
        self._said: str | None = None
        self._since_s = self._right_s = self._rep_s = stage.t_s
        self._count = 0

    @property
    def _set(self) -> CurrentSet | None:
        return self._course.current

    def pose(self, pose: Pose) -> Outcome | None:
        """Count."""
        stage, running = self._stage, self._set
        if self._lost and pose.present:
            self._lost = False
            stage.tell(PersonBack(stage.now_s))
        stage.tell(*self._course.feed(pose))
        if running is None or running.tally.done:
            return "done"
        if self._tired(running):
            return "done"
        if not self._other_side_now(running):
            self._right_s = stage.t_s
        self._say(running)
        return None

    def tick(self) -> Outcome | None:
        """Notice that nobody is there any more."""
        stage = self._stage
        if not self._lost and min(stage.gone_for_s, stage.t_s - self._since_s) > LOST_S:
            self._lost = True
            stage.tell(PersonLost(stage.now_s))
        running = self._set
        if running is None or running.tally.done:
            return "done"
        if running.tally.reached and stage.t_s - self._rep_s >= EXTRA_S and not _moving(running):
            return "done"  # what was asked for is done, and nobody wants more
        return "alone" if stage.idle_for_s > GONE_S else None

    def press(self, button: Button) -> Outcome | None:
        """Select pauses, back ends the set with what was counted."""
        match button:
            case "select":
                return "pause"
            case "back":
                return "done"
            case _:
                return None

    def picture(self) -> View:
        """Count, side, gauges, one cue."""
        stage, texts, running = self._stage, self._stage.texts, self._set
        planned = self._course.planned
        title = texts[f"exercise.{planned.exercise}"]
        if running is None:
            return View(scene="training", title=title)
        t_s = stage.now_s
        return View(
            scene="training",
            title=title,
            side=running.side(),
            note=stage.source.note or (texts["work.silent"] if running.silent else ""),
            state=self._state(running),
            cue=running.cue(t_s),
            ring=running.ring(t_s),
            figure=running.figure(),
            labels=(stage.label("select", "pause"), stage.label("back", "end")),
            target=texts["work.of"].format(target=planned.target),
            tempo=None if self._lost else running.tempo(t_s),
            knees=running.knees(),
        )

    def _tired(self, running: CurrentSet) -> bool:
        """A rep showed that the set should end; a re-test goes on, it is short."""
        count = len(running.tally.reps)
        if count == self._count:
            return False
        self._count, self._rep_s = count, self._stage.t_s
        course, planned = self._course, self._course.planned
        if not course.person or planned.kind == "retest" or planned.unit == "seconds":
            return False
        reason = stop_set([quality_of(rep) for rep in running.tally.reps])
        if reason is None:
            return False
        course.end_early(reason)
        self._stage.tell(Stopped(self._stage.now_s, course.person, "set", reason))
        return True

    def _state(self, running: CurrentSet) -> Line | None:
        if self._lost:
            return Line(self._stage.texts[f"view.nobody.{running.exercise}"], "attend")
        if self._other_side(running):
            return Line(self._stage.texts[f"{OTHER_SIDE}.{running.exercise}"], "attend")
        if running.tally.reached and not _moving(running):
            return Line(self._stage.texts["work.extra"], "good")
        return running.state()

    def _other_side(self, running: CurrentSet) -> bool:
        """The set waits for the other side."""
        return running.tally.wrong or self._stage.t_s - self._right_s > WRONG_S

    def _other_side_now(self, running: CurrentSet) -> bool:
        now = running.snapshot
        if now is None or now.view_problem is not None:
            return False
        return staging_of(running.exercise).side_at_start and not running.tally.fits(now.side)

    def _say(self, running: CurrentSet) -> None:
        """Tell each new instruction once: who lies on a mat does not see it."""
        now = running.snapshot
        if self._other_side(running):
            key = OTHER_SIDE
        elif running.tally.reached:
            key = "work.extra"
        elif now is not None and now.view_problem not in {None, "nobody", "waiting"}:
            key = f"view.{now.view_problem}"
        else:
            key = None
        if key is not None and key != self._said:
            self._stage.tell(InstructionShown(self._stage.now_s, key, running.exercise))
        self._said = key


def _moving(running: CurrentSet) -> bool:
    now = running.snapshot
    return now is not None and now.phase in {"out", "top"}
