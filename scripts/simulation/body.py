"""A body that trains: what it can do, how well it moves, and how it feels. Deterministic by seed.

A sketch to try the rules on, made up to be plausible; it proves nothing about people. Skill and
alignment follow an exponential course over sessions; load beyond the present strength costs
quality and, in tender knees, causes pain; cues help while they sound (feedback dependence).
"""

import math
from dataclasses import dataclass, field
from random import Random
from statistics import fmean
from typing import Final

from exercises.events import Rep, Side
from mirror.programme.fatigue import RepQuality
from mirror.programme.feedback import Stage
from mirror.programme.items import PlannedExercise
from mirror.programme.load import Load
from mirror.programme.person import NOT_MEASURED, Body
from mirror.programme.phases import BANDS, first_phase
from scripts.simulation.people import Flare, Model

HELP: Final[dict[Stage, float]] = {
    "full": 6.0,
    "bandwidth": 5.0,
    "every_nth": 3.0,
    "summary": 2.0,
    "probe": 0.0,
}
"""Points cues add while they sound."""
CAMERA_DEG: Final = 1.2
"""SD of a re-test's mean of reps (spec section 4: 1-2 degrees a 5-rep mean)."""
REP_DEG: Final = 1.5
KMD_OF_FPPA: Final = (0.133, 0.0087)
"""Spec section 2.3: KMD = 0.133 + 0.0087 V at ten degrees of toe-out."""
TIRING: Final = 4.0
"""Points a set costs from its first rep to its last; more beyond one's strength."""
LOWERING_S: Final = 2.0
JUDGED: Final = 3
"""Reps a set's score needs (`exercises.score`)."""
UNSEEN: Final = 0.03
"""Share of sets the mirror cannot judge."""


@dataclass(slots=True)
class Trained:
    """One body through the year.

    Attributes:
        model: whose.
        chance: everything left to chance.
        sessions: trained so far.
        ache: points of pain that training has added and that fade, by exercise.
        done: sessions of each exercise.
    """

    model: Model
    chance: Random
    sessions: int = 0
    ache: dict[str, float] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)

    def course(self, ends: tuple[float, float]) -> float:
        """Where a quantity stands between its first value and what it tends to."""
        first, last = ends
        return last + (first - last) * math.exp(-self.sessions / self.model.sessions_to_learn)

    def too_much(self, exercise: str, load: Load) -> float:
        """Steps of load beyond the strength, below 0 with reserve."""
        count = self.done.get(exercise, 0)
        gained = self.model.strength_per_session * 50 * (1.0 - math.exp(-count / 50))
        return demand(exercise, load) - self.model.strength - gained

    def pain_before(self, day: int) -> int:
        """The answer before a session: of the whole leg."""
        ache = max(self.ache.values(), default=0.0)
        return _answer(self.model.pain + ache + self._flare(day, None), self.chance)

    def pain_after(self, day: int, exercise: str, load: Load, before: int) -> tuple[int, bool]:
        """The answer after an exercise, and whether it was sharp."""
        hurt = self.model.tender * max(0.0, self.too_much(exercise, load) + 0.5)
        self.ache[exercise] = min(5.0, self.ache.get(exercise, 0.0) + hurt)
        usual = min(before, self.model.pain + self._flare(day, None))
        felt = usual + self.ache[exercise] + self._flare(day, exercise)
        sharp = any(
            one.sharp and one.day <= day < one.day + 3 and one.exercise in {None, exercise}
            for one in self.model.flares
        )
        return _answer(felt, self.chance), sharp

    def night(self) -> None:
        """What training added fades."""
        for exercise in self.ache:
            self.ache[exercise] *= 0.6

    def effort(self, exercise: str, load: Load) -> int:
        """RPE 0..10."""
        felt = 5.5 + 1.2 * self.too_much(exercise, load) + self.model.effort
        return max(1, min(10, round(felt + self.chance.gauss(0, 0.6))))

    def reps(
        self, item: PlannedExercise, side: Side, count: int, *, helped: float
    ) -> list[RepQuality]:
        """The quality of each rep of a set, tiring; all of them unjudged when the view was bad."""
        if self.chance.random() < UNSEEN:
            return [RepQuality()] * count
        over = self.too_much(item.exercise, item.load)
        mean = self.course(self.model.score) + helped - 3.0 * max(0.0, over)
        mean -= self.model.weaker_left if side == "left" else 0.0
        # A new exercise is learnt, too.
        mean -= 6.0 * math.exp(-self.done.get(item.exercise, 0) / 4)
        mean += self.chance.gauss(0, self.model.noise)
        tiring = TIRING * (1.0 + max(0.0, over)) / item.sets[0].target
        return [self._rep(mean - tiring * n) for n in range(count)]

    def hold(self, *, helped: float) -> int:
        """The score of a stretch."""
        mean = self.course(self.model.score) + helped
        return max(0, min(100, round(mean + self.chance.gauss(0, self.model.noise))))

    def squat(self, *, single: bool, measured_deg: float) -> Rep:
        """A rep of the re-test around the day's measured value."""
        fppa = measured_deg + self.chance.gauss(0, REP_DEG)
        if single:
            return _rep({"fppa_deg": fppa + 2.0})
        first, slope = KMD_OF_FPPA
        kmd = first + slope * fppa
        return _rep(
            {
                "fppa_mean_deg": fppa,
                "knee_medial_left_shank": kmd + self.chance.gauss(0, 0.01),
                "knee_medial_right_shank": kmd + self.chance.gauss(0, 0.01),
                "knee_index_ratio": 1.0 - fppa / 100,
                "knee_flexion_deg": 70.0 + self.chance.gauss(0, 4),
            }
        )

    def measured_deg(self) -> float:
        """Today's FPPA as the mirror sees it."""
        spread = math.hypot(self.model.wobble_deg, CAMERA_DEG)
        return self.course(self.model.fppa_deg) + self.chance.gauss(0, spread)

    def standing(self) -> Body:
        """Standing alignment, measured with the re-test."""
        if self.model.person.body is not NOT_MEASURED:
            return self.model.person.body
        angle = self.chance.gauss(2.0, 1.0)
        return Body(
            together_left_deg=angle,
            together_right_deg=angle,
            apart_left_deg=angle,
            apart_right_deg=angle,
        )

    def _rep(self, mean: float) -> RepQuality:
        score = round(max(0.0, min(100.0, mean + self.chance.gauss(0, 4))))
        fppa = self.course(self.model.fppa_deg) + self.chance.gauss(0, 2.0)
        # A red alignment caps a rep at 70 (spec section 5): rare in a good set, common in a poor.
        red = self.chance.random() < 1.0 / (1.0 + math.exp((mean - 58) / 4.5))
        return RepQuality(min(score, 70) if red else score, fppa, red, LOWERING_S)

    def _flare(self, day: int, exercise: str | None) -> float:
        return sum(_felt(one, day) for one in self.model.flares if one.exercise == exercise)


def demand(exercise: str, load: Load) -> float:
    """Steps of load: a phase, a band, a set and depth each count as in the programme's ladder."""
    band = 0 if load.band is None else 0.5 * (1 + BANDS.index(load.band))
    phase = load.phase - first_phase(exercise)
    return 0.8 * phase + 0.4 * (load.sets - 1) + band - 0.6 * load.shallower


def mean_score(reps: list[RepQuality]) -> int | None:
    """As a set's: of three judged reps at least."""
    known = [one.score for one in reps if one.score is not None]
    return round(fmean(known)) if len(known) >= JUDGED else None


def _felt(flare: Flare, day: int) -> float:
    if not flare.day <= day < flare.day + flare.days:
        return 0.0
    return flare.more * (1.0 - (day - flare.day) / flare.days / 2)


def _answer(felt: float, chance: Random) -> int:
    return max(0, min(10, round(felt + chance.gauss(0, 0.4))))


def _rep(measures: dict[str, float | None]) -> Rep:
    return Rep(1, None, 0.0, 1.0, 2.0, 90, None, measures, ())
