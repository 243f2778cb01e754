"""A routine under way: which set is next, what was done, and how to keep it over a power cut."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from exercises.events import Rep, Side
from exercises.pose import Pose
from exercises.standing import Stood
from exercises.tracker import Snapshot
from mirror.model import SetResult
from mirror.programme.outcome import set_record
from mirror.programme.pain import RED_FROM
from mirror.programme.reason import Reason
from mirror.programme.records import Pain, SessionKind, SetRecord
from mirror.session.current import CurrentSet, SetTracker
from mirror.session.happenings import Happening
from mirror.session.inputs import SourceOpened
from mirror.session.kept import SetBegan, SetEnded
from mirror.session.records import Kept, NotKeptError, keep, restore
from mirror.session.routine import PlannedSet, Routine
from mirror.text.catalog import Texts


class Course:
    """One routine from its first set to its last.

    Args:
        routine: its sets, at least one.
        person: id of who trains; empty for a guest.
        kind: what it is for.
        week: of the programme.
        before: pain before it, 0 to 10; None: not answered.
        day: on which it began.
        kept: where an interrupted one goes on; then the others are ignored.

    Attributes:
        results: the finished sets, each with its place in the routine.
        records: what the programme keeps of them, likewise.
        pain, effort: 0 to 10 by exercise, None when not answered.
        sharp: exercises whose pain was called sharp.
        current: the set that runs; None between sets.
        stopped: health says: no more.
        kept: it is over, and the person's past has it.
        restored: it was interrupted by the end of the program.
    """

    def __init__(  # noqa: PLR0913 - what a routine is, all named
        self,
        routine: Routine,
        *,
        person: str,
        kind: SessionKind = "training",
        week: int = 1,
        before: int | None = None,
        day: date | None = None,
        kept: Kept | None = None,
    ) -> None:
        """Start before the first set."""
        self.restored = kept is not None
        kept = kept or Kept(routine, person, 0, kind=kind, week=week, before=before, day=day)
        self.routine = kept.routine
        self.person = kept.person
        self.kind = kept.kind
        self.week = kept.week
        self.before = kept.before
        self.day = kept.day
        self.index = kept.index
        self.results: list[tuple[int, SetResult]] = list(kept.results)
        self.records: list[tuple[int, SetRecord]] = list(kept.records)
        self.pain: dict[str, int | None] = dict(kept.pain)
        self.sharp: list[str] = list(kept.sharp)
        self.effort: dict[str, int | None] = dict(kept.effort)
        self.current: CurrentSet | None = None
        self._ended: Reason | None = None
        self.kept = self.stopped = False
        self._stood: dict[str, Stood] = {}
        self._reps = kept.reps
        self._held_s = kept.held_s
        self._restored = len(self.results)

    @classmethod
    def resumed(cls, data: Mapping[str, object] | None) -> "Course | None":
        """The course of what `saved` gave; None when that is not it, or nothing is left to do."""
        try:
            kept = restore(data)
        except NotKeptError:
            return None
        return cls(kept.routine, person=kept.person, kept=kept)

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
        following = self.following
        return following is None or block_of(following) != block_of(self.planned)

    @property
    def new_exercise(self) -> bool:
        """The set that comes next is the first of its exercise."""
        before = block_of(self.routine[self.index - 1]) if self.index > 0 else None
        return not self.over and before != block_of(self.planned)

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

    def open(
        self, tracker: SetTracker, *, texts: Texts, mirrored: bool, t_s: float
    ) -> tuple[Happening, ...]:
        """Begin the planned set with a tracker, or go on with it; says whether one began."""
        if self.current is not None:
            self.current.texts = texts
            self.current.renew(tracker)
            return ()
        self._ended = None
        self.current = CurrentSet(
            self.planned.exercise,
            tracker=tracker,
            texts=texts,
            mirrored=mirrored,
            planned=self.planned,
            reps=self._reps,
            held_s=self._held_s,
            place=self.index if self.person else None,
        )
        self._reps, self._held_s = (), 0.0
        return (SetBegan(t_s, self.index, self.planned),) if self.person else ()

    def feed(self, pose: Pose) -> tuple[Happening, ...]:
        """Give a pose to the running set."""
        return () if self.current is None else self.current.feed(pose)

    def close(self, source: SourceOpened, t_s: float) -> tuple[Happening, ...]:
        """End the running set and keep its result, unless there is nothing in it."""
        running, self.current = self.current, None
        if running is None or not running.started:
            return ()
        planned = self.planned
        held_s = running.tally.held_s
        result, told = running.finish(clip=source.name, model=source.model)
        self.results.append((self.index, result))
        if not self.person:
            return told
        done = int(held_s + 0.5) if planned.unit == "seconds" else running.tally.count
        record = set_record(
            side=planned.side,
            target=planned.target,
            kind=planned.kind,
            done=done,
            reps=result.reps,
        )
        self.records.append((self.index, record))
        partials, voids = len(result.partials), len(result.voids)
        return *told, SetEnded(t_s, self.index, record, partials, voids, self._ended)

    @property
    def ended(self) -> Reason | None:
        """Why the latest set ended before its target; None: it did not."""
        return self._ended

    def end_early(self, reason: Reason) -> None:
        """The set that runs ends before its target."""
        self._ended = reason

    def stand(self, stance: str, stood: Stood) -> None:
        """Keep how the person stood."""
        self._stood[stance] = stood

    def stood(self, stance: str) -> Stood | None:
        """How the person stood; None when that was left out."""
        return self._stood.get(stance)

    def advance(self) -> None:
        """The next set is up."""
        self.index += 1

    def reps_of(self, exercise: str, side: Side) -> tuple[Rep, ...]:
        """All reps of an exercise on a side."""
        return tuple(
            rep
            for index, result in self.results
            if result.exercise == exercise and self.routine[index].side == side
            for rep in result.reps
        )

    def results_of(self, exercise: str) -> tuple[SetResult, ...]:
        """The finished sets of an exercise, without the warm-up."""
        return tuple(
            result
            for index, result in self.results
            if result.exercise == exercise and self.routine[index].kind != "warm_up"
        )

    @property
    def hurts(self) -> bool:
        """An answer says: stop for today."""
        high = any(value is not None and value >= RED_FROM for value in self.pain.values())
        return high or bool(self.sharp) or self.stopped

    def pain_of(self, exercise: str) -> Pain:
        """The answers about an exercise so far."""
        return Pain(self.before, self.pain.get(exercise), sharp=exercise in self.sharp)

    def saved(self) -> dict[str, object]:
        """All that is needed to go on, ready for JSON."""
        running = self.current
        return keep(
            Kept(
                routine=self.routine,
                person=self.person,
                index=self.index,
                kind=self.kind,
                week=self.week,
                results=tuple(self.results),
                records=tuple(self.records),
                reps=self._reps if running is None else running.tally.reps,
                held_s=self._held_s if running is None else running.tally.held_s,
                before=self.before,
                day=self.day,
                pain=self.pain,
                sharp=tuple(self.sharp),
                effort=self.effort,
            )
        )


def exercises_of(routine: Sequence[PlannedSet]) -> tuple[str, ...]:
    """The exercises of a routine in their order, each once for a run of its sets; no warm-up."""
    wanted = [one.exercise for one in routine if one.kind != "warm_up" and not one.timed]
    return tuple(name for name, _ in groupby(wanted))


def block_of(planned: PlannedSet) -> tuple[str, bool]:
    """Sets of one exercise belong together; its warm-up is a matter of its own."""
    return planned.exercise, planned.kind == "warm_up"
