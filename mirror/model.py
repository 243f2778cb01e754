"""The result of one set, and the log that collects it from the tracker's events."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from exercises.events import (
    Event,
    Hold,
    HoldCompleted,
    PhaseChanged,
    Rep,
    RepCompleted,
    RepPartial,
    RepVoided,
    ViewProblem,
)

VIEW_PROBLEM_SHARE: Final = 1 / 3
"""Share of the tracked time above which view problems spoil a set. A design choice: a person
who walks into place or turns to the phone at the end stays below it."""


@dataclass(frozen=True, slots=True)
class View:
    """Whether the camera could judge most of the set.

    Attributes:
        ok: view problems covered at most a third of the tracked time.
        problem: the problem that lasted longest when not ok, as in `events.ViewProblem`.
    """

    ok: bool
    problem: str | None


@dataclass(frozen=True, slots=True)
class SetResult:
    """One set of one exercise. Times are seconds on the clock of the poses.

    Attributes:
        clip: what the person calls the source, as typed.
        exercise: name of the exercise.
        model: id of the model that made the poses.
        frames: poses seen, absent ones too.
        duration_s: from the first to the last pose plus one frame interval.
        tracked_fraction: share of the frames in which somebody was followed, 0..1.
        view: whether the camera could judge most of it.
        reps: the counted reps; for a stretch, its holds of 2 s or more.
        holds: every completed hold of a stretch.
        partials: movements that came back too early.
        voids: reps given up.
    """

    clip: str
    exercise: str
    model: str
    frames: int
    duration_s: float
    tracked_fraction: float
    view: View
    reps: tuple[Rep, ...]
    holds: tuple[Hold, ...]
    partials: tuple[RepPartial, ...]
    voids: tuple[RepVoided, ...]

    @property
    def count(self) -> int:
        """Counted reps."""
        return len(self.reps)


class SetLog:
    """Collects one set. For each pose call `frame`, then `add` with the events it caused.

    Keeps reps and sums only, so it does not grow with the number of frames.
    """

    def __init__(self, *, exercise: str) -> None:
        """Start before the first pose of a set."""
        self._exercise = exercise
        self._reps: list[Rep] = []
        self._holds: list[Hold] = []
        self._partials: list[RepPartial] = []
        self._voids: list[RepVoided] = []
        self._frames = 0
        self._present_frames = 0
        self._first_s: float | None = None
        self._last_s: float | None = None
        self._started = False
        self._problem: str | None = None
        self._tracked_s = 0.0
        self._problem_s: dict[str, float] = {}

    def frame(self, *, t_s: float, present: bool) -> None:
        """Note a pose: its capture time, and whether somebody was followed in it.

        The time since the pose before belongs to the view problem known until now.
        """
        self._frames += 1
        self._present_frames += present
        if self._first_s is None:
            self._first_s = t_s
        if present and self._last_s is not None:
            step_s = max(0.0, t_s - self._last_s)
            self._tracked_s += step_s
            if self._problem is not None:
                self._problem_s[self._problem] = self._problem_s.get(self._problem, 0.0) + step_s
        self._last_s = t_s

    def add(self, events: Iterable[Event]) -> None:
        """Note what the tracker said."""
        for event in events:
            match event:
                case RepCompleted(rep=rep):
                    self._reps.append(rep)
                case HoldCompleted(hold=hold):
                    self._holds.append(hold)
                case RepPartial():
                    self._partials.append(event)
                case RepVoided():
                    self._voids.append(event)
                case ViewProblem(problem=problem):
                    self._problem = problem
                case PhaseChanged(phase=phase) if phase != "wait" and not self._started:
                    # Getting into place is no part of the set: what the view was until the
                    # first start position does not count against it.
                    self._started = True
                    self._tracked_s = 0.0
                    self._problem_s.clear()
                case _:
                    pass

    @property
    def count(self) -> int:
        """Reps counted so far."""
        return len(self._reps)

    def finish(self, *, clip: str, model: str) -> SetResult:
        """The result of all that was noted.

        Args:
            clip: what the person calls the source.
            model: id of the model that made the poses.
        """
        return SetResult(
            clip=clip,
            exercise=self._exercise,
            model=model,
            frames=self._frames,
            duration_s=self._duration_s(),
            tracked_fraction=self._present_frames / self._frames if self._frames else 0.0,
            view=self._view(),
            reps=tuple(self._ended(rep) for rep in self._reps),
            holds=tuple(self._holds),
            partials=tuple(self._partials),
            voids=tuple(self._voids),
        )

    def _ended(self, rep: Rep) -> Rep:
        """A rep that ends no later than the set: its way back is followed beyond what was seen.

        Of a set that is continued, earlier reps are by another clock, and stay.
        """
        if self._last_s is None or not rep.peak_s <= self._last_s < rep.end_s:
            return rep
        return replace(rep, end_s=self._last_s)

    def _duration_s(self) -> float:
        if self._first_s is None or self._last_s is None or self._frames < 2:  # noqa: PLR2004 - one frame has no interval
            return 0.0
        span_s = self._last_s - self._first_s
        return span_s + span_s / (self._frames - 1)

    def _view(self) -> View:
        total_s = sum(self._problem_s.values())
        if total_s <= VIEW_PROBLEM_SHARE * self._tracked_s:
            return View(ok=True, problem=None)
        return View(ok=False, problem=max(self._problem_s, key=lambda name: self._problem_s[name]))
