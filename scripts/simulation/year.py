"""One person's year: every day the programme decides, the person does as people do."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from mirror.programme.fatigue import RepQuality, stop_set
from mirror.programme.feedback import Probe, Stage, next_stage, probe_set
from mirror.programme.items import PlannedExercise, SetPlan
from mirror.programme.pain import AMBER_FROM, light_of, stop_today
from mirror.programme.past import Past
from mirror.programme.person import Person
from mirror.programme.planner import Plan, Today, plan
from mirror.programme.reason import Reason
from mirror.programme.records import ExerciseRecord, Pain, SessionRecord, SetKind, SetRecord
from mirror.programme.retest import due, measured
from mirror.programme.review import advice_of, standing_of
from scripts.simulation.body import HELP, Trained, mean_score
from scripts.simulation.keeping import Keep, Memory
from scripts.simulation.people import Model

FIRST: Final = date(2026, 1, 5)
"""A Monday."""
DAYS: Final = 365
RESERVE: Final = 0.6
"""Steps of load beyond the strength at which the two extra reps no longer go."""


@dataclass(frozen=True, slots=True)
class Day:
    """What one day decided.

    Attributes:
        day: its date.
        asked: what the person asked for on a rest day.
        plan: of the programme.
        done: what came of it; None when the person did not come or had none.
        stopped: reasons that ended a set or an exercise.
        stages: of feedback, by exercise.
        said: other sentences of the day: about feedback, re-test, plateau, standing.
    """

    day: date
    asked: bool
    plan: Plan
    done: SessionRecord | None = None
    stopped: tuple[Reason, ...] = ()
    stages: tuple[tuple[str, Stage, Reason], ...] = ()
    said: tuple[Reason, ...] = ()


@dataclass(slots=True)
class Life:
    """A person living through the year."""

    model: Model
    keep: Keep
    chance: Random
    body: Trained
    days: list[Day] = field(default_factory=list)

    def person(self, number: int) -> Person:
        """Who they are on a day: flags come and are cleared, bands are bought."""
        person = replace(self.model.person, asked=True)
        if self.model.bands_later is not None and number >= self.model.bands_later[0]:
            person = replace(person, bands=self.model.bands_later[1])
        if self.model.flagged is not None:
            day, flag, lasts = self.model.flagged
            if number >= day and (lasts is None or number < day + lasts):
                person = replace(person, flags=(flag,))
        return person

    def live(self, number: int) -> None:
        """One day."""
        today = FIRST + timedelta(days=number)
        self.body.night()
        past = self.keep.past(today)
        if past.sessions and (today - past.sessions[-1].day).days == 1 and self._answers():
            self.keep.morning(today, self.body.pain_before(number))
            past = self.keep.past(today)
        before = self.body.pain_before(number) if self._answers() else None
        made = plan(self.person(number), past, Today(today, before))
        asked = made.kind == "rest" and self.chance.random() < self.model.asks
        if asked:
            made = plan(self.person(number), past, Today(today, before, "training"))
        away = self.model.away is not None and self.model.away[0] <= number < self.model.away[1]
        comes = asked or self.chance.random() < self.model.comes
        if away or made.kind != "training" or not comes:
            self.days.append(Day(today, asked, made))
            return
        said = self._retest(past, today)
        self._train(number, made, past, before=before, asked=asked, said=said)

    def _answers(self) -> bool:
        return self.chance.random() < self.model.answers

    def _retest(self, past: Past, today: date) -> list[Reason]:
        if not due(past.retests, today) or self.chance.random() > self.model.retests:
            return []
        body, degrees = self.body, self.body.measured_deg()
        one = measured(
            today,
            [body.squat(single=False, measured_deg=degrees) for _ in range(5)],
            [body.squat(single=True, measured_deg=degrees) for _ in range(3)],
            [body.squat(single=True, measured_deg=degrees) for _ in range(3)],
            body.standing(),
        )
        self.keep.retest(one)
        standing = standing_of([*past.retests, one])
        reason = getattr(standing, "reason", standing)
        return [reason] if isinstance(reason, Reason) else []

    def _train(  # noqa: PLR0913 - one day's facts, all named
        self,
        number: int,
        made: Plan,
        past: Past,
        *,
        before: int | None,
        asked: bool,
        said: list[Reason],
    ) -> None:
        records: list[ExerciseRecord] = []
        probes: dict[str, Probe] = {}
        stopped: list[Reason] = []
        stages: list[tuple[str, Stage, Reason]] = []
        for item in made.exercises:
            fading = next_stage(past.probes.get(item.exercise, ()))
            stages.append((item.exercise, fading.stage, fading.reason))
            sets, ended = self._sets(item, fading.stage)
            stopped += ended
            silent = next((one for one in sets if one.kind == "probe"), None)
            if silent is not None:
                probes[item.exercise] = Probe(made_day(self.days), fading.stage, silent.score)
            pain = self._pain(number, item, before)
            earlier = [one.pain for one in _of(past, item.exercise)]
            stop = stop_today(light_of(pain, earlier[-1:]), scope="exercise")
            if stop is not None:
                stopped.append(stop.reason)
            effort = self.body.effort(item.exercise, item.load) if self._answers() else None
            completed = all(one.done >= one.target for one in sets)
            records.append(ExerciseRecord(item.exercise, item.load, sets, effort, pain, completed))
            self.body.done[item.exercise] = self.body.done.get(item.exercise, 0) + 1
        today = FIRST + timedelta(days=number)
        session = SessionRecord(today, tuple(records), all(one.completed for one in records))
        self.keep.session(session, probes)
        self.body.sessions += 1
        advice = advice_of(self.keep.past(today), today)
        if advice is not None:
            said.append(advice.reason)
        self.days.append(
            Day(today, asked, made, session, tuple(stopped), tuple(stages), tuple(said))
        )

    def _pain(self, number: int, item: PlannedExercise, before: int | None) -> Pain:
        felt = self.body.pain_before(number) if before is None else before
        after, sharp = self.body.pain_after(number, item.exercise, item.load, felt)
        if not self._answers():
            return Pain(before)
        return Pain(before, after, sharp=sharp and after >= AMBER_FROM)

    def _sets(
        self, item: PlannedExercise, stage: Stage
    ) -> tuple[tuple[SetRecord, ...], list[Reason]]:
        silent, ended, made = probe_set(len(item.sets)), [], []
        easy = self.body.too_much(item.exercise, item.load) < RESERVE
        for number, asked in enumerate(item.sets):
            probe = number == silent
            more = asked.extra if easy and self.chance.random() < self.model.extra else 0
            if item.unit == "seconds":
                held = self.body.hold(helped=0.0 if probe else HELP[stage])
                kind: SetKind = "probe" if probe else "training"
                made.append(SetRecord(asked.side, asked.target, asked.target, held, kind=kind))
                continue
            reps = self.body.reps(
                item, asked.side, asked.target + more, helped=0.0 if probe else HELP[stage]
            )
            kept, reason = _until_stopped(reps)
            if reason is not None:
                ended.append(reason)
            made.append(self._record(asked, kept, probe=probe))
        return tuple(made), ended

    def _record(self, asked: SetPlan, reps: Sequence[RepQuality], *, probe: bool) -> SetRecord:
        score = mean_score(list(reps))
        judged = [one for one in reps if one.score is not None]
        red = sum(bool(one.red_alignment) for one in judged)
        spread = self.chance.gauss(0, 5)
        bars = {
            name: None if score is None else max(0, min(100, round(score + sign * spread + 4)))
            for name, sign in (("alignment", 1), ("range", -1), ("control", 0.5))
        }
        return SetRecord(
            asked.side,
            asked.target,
            len(reps),
            score,
            bars,
            judged=len(judged),
            red=red / len(judged) if judged else 0.0,
            red_alignment=red > 0,
            kind="probe" if probe else "training",
        )


def made_day(days: Sequence[Day]) -> date:
    """The date of the day being lived."""
    return FIRST + timedelta(days=len(days))


def live(model: Model, *, days: int = DAYS, keep: Keep | None = None) -> list[Day]:
    """A person's days, the same for the same model."""
    kept = Memory() if keep is None else keep
    life = Life(model, kept, _chance(model.seed), Trained(model, _chance(1000 + model.seed)))
    for number in range(days):
        life.live(number)
    return life.days


def _chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - a model of people, no secret


def _of(past: Past, exercise: str) -> list[ExerciseRecord]:
    return [one for each in past.sessions for one in each.exercises if one.exercise == exercise]


def _until_stopped(reps: Sequence[RepQuality]) -> tuple[Sequence[RepQuality], Reason | None]:
    for count in range(1, len(reps) + 1):
        reason = stop_set(reps[:count])
        if reason is not None:
            return reps[:count], reason
    return reps, None
