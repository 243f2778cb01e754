"""A routine under way: which set is next, what was done, and how to keep it over a power cut."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from exercises.pose import Pose
from exercises.tracker import Snapshot
from mirror.model import SetResult
from mirror.programme.pain import RED_FROM
from mirror.session.current import CurrentSet, SetTracker
from mirror.session.happenings import Happening
from mirror.session.inputs import SourceOpened
from mirror.session.records import Kept, NotKeptError, keep, restore
from mirror.session.routine import PlannedSet, Routine
from mirror.text.catalog import Texts


class Course:
    """One routine from its first set to its last.

    Args:
        routine: its sets, at least one.
        profile: who trains.
        kept: where an interrupted one goes on.

    Attributes:
        results: the finished sets, each with its place in the routine.
        pain: 0 to 10 by exercise, None when not answered.
        current: the set that runs; None between sets.
    """

    def __init__(self, routine: Routine, *, profile: str, kept: Kept | None = None) -> None:
        """Start before the first set."""
        self.routine = routine
        self.profile = profile
        self.index = 0 if kept is None else kept.index
        self.results: list[tuple[int, SetResult]] = [] if kept is None else list(kept.results)
        self.pain: dict[str, int | None] = {} if kept is None else dict(kept.pain)
        self.current: CurrentSet | None = None
        self._reps = () if kept is None else kept.reps
        self._held_s = 0.0 if kept is None else kept.held_s
        self._restored = len(self.results)

    @classmethod
    def resumed(cls, data: Mapping[str, object] | None) -> "Course | None":
        """The course of what `saved` gave; None when that is not it, or nothing is left to do."""
        try:
            kept = restore(data)
        except NotKeptError:
            return None
        return cls(kept.routine, profile=kept.profile, kept=kept)

    @property
    def planned(self) -> PlannedSet:
        """The set that runs or comes next; after the last one, the last."""
        return self.routine[min(self.index, len(self.routine) - 1)]

    @property
    def following(self) -> PlannedSet | None:
        """The set after this one."""
        return self.routine[self.index + 1] if self.index + 1 < len(self.routine) else None

    @property
    def over(self) -> bool:
        """Nothing is left to do."""
        return self.index >= len(self.routine)

    @property
    def exercise_over(self) -> bool:
        """The set that runs is the last one of its exercise."""
        return self.following is None or self.following.exercise != self.planned.exercise

    @property
    def new_exercise(self) -> bool:
        """The set that comes next is the first of its exercise."""
        before = self.routine[self.index - 1].exercise if self.index > 0 else None
        return not self.over and before != self.planned.exercise

    @property
    def snapshot(self) -> Snapshot | None:
        """What the tracker of the running set knows."""
        return None if self.current is None else self.current.snapshot

    @property
    def fresh(self) -> tuple[SetResult, ...]:
        """The sets finished since the start, without those before an interruption."""
        return tuple(result for _, result in self.results[self._restored :])

    @property
    def done_any(self) -> bool:
        """Any rep, or a second of a hold, was done."""
        running = self.current
        reps = self._reps if running is None else running.tally.reps
        held_s = self._held_s if running is None else running.tally.held_s
        before = any(result.reps or result.holds for _, result in self.results)
        return before or bool(reps) or held_s >= 1.0

    def open(self, tracker: SetTracker, *, texts: Texts, mirrored: bool) -> None:
        """Begin the planned set with a tracker, or go on with it."""
        if self.current is not None:
            self.current.texts = texts
            self.current.renew(tracker)
            return
        self.current = CurrentSet(
            self.planned.exercise,
            tracker=tracker,
            texts=texts,
            mirrored=mirrored,
            planned=self.planned,
            reps=self._reps,
            held_s=self._held_s,
        )
        self._reps, self._held_s = (), 0.0

    def feed(self, pose: Pose) -> tuple[Happening, ...]:
        """Give a pose to the running set."""
        return () if self.current is None else self.current.feed(pose)

    def close(self, source: SourceOpened) -> SetResult | None:
        """End the running set and keep its result; None when there is nothing in it."""
        running, self.current = self.current, None
        if running is None or not running.started:
            return None
        result = running.finish(clip=source.name, model=source.model)
        self.results.append((self.index, result))
        return result

    def advance(self) -> None:
        """The next set is up."""
        self.index += 1

    def results_of(self, exercise: str) -> tuple[SetResult, ...]:
        """The finished sets of an exercise."""
        return tuple(result for _, result in self.results if result.exercise == exercise)

    @property
    def hurts(self) -> bool:
        """An answer says: stop for today."""
        return any(value is not None and value >= RED_FROM for value in self.pain.values())

    def saved(self) -> dict[str, object]:
        """All that is needed to go on, ready for JSON."""
        running = self.current
        return keep(
            Kept(
                routine=self.routine,
                profile=self.profile,
                index=self.index,
                results=tuple(self.results),
                reps=self._reps if running is None else running.tally.reps,
                held_s=self._held_s if running is None else running.tally.held_s,
                pain=self.pain,
            )
        )


def exercises_of(routine: Sequence[PlannedSet]) -> tuple[str, ...]:
    """The exercises of a routine in their order, each once for a run of its sets."""
    return tuple(name for name, _ in groupby(one.exercise for one in routine))
