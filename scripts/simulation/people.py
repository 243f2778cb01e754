"""Twenty people who are not alike: what they bring, what they do, and what happens to them."""

from dataclasses import dataclass
from typing import Final

from mirror.programme.person import Person
from mirror.programme.phases import BANDS, Band

ALL_BANDS: Final = Person(bands=BANDS)


@dataclass(frozen=True, slots=True)
class Flare:
    """Pain that comes on a day and lasts.

    Attributes:
        day: of the year, from 0.
        days: how long.
        more: points of pain on top.
        sharp: called sharp on its first days.
        exercise: the one that hurts; None: all of them.
    """

    day: int
    days: int
    more: float
    sharp: bool = False
    exercise: str | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """A person and their year. Shares and chances are 0..1.

    Attributes:
        name: what they are called in the table.
        note: what is special about them.
        person: as the mirror knows them on the first day.
        comes: chance to train on a day on which a session is due.
        asks: chance to ask for training on a rest day.
        answers: chance to answer each question.
        retests: chance to do a re-test that is due.
        away: first and last day of an absence.
        score: of a silent set at first, and what it tends to.
        fppa_deg: mean FPPA in a squat at first, and what it tends to.
        sessions_to_learn: sessions in which two thirds of the way are gone.
        strength: what the body can do at first, in steps of load.
        strength_per_session: what it gains, less and less.
        noise: SD of a set's score from day to day.
        wobble_deg: SD of the true FPPA from day to day; the camera adds its own.
        pain: usual answer before a session.
        tender: points of pain a step of load beyond the strength adds.
        flares: see there.
        effort: added to every answer about effort.
        extra: chance to do the two extra reps when they are offered and possible.
        weaker_left: points the left side scores less.
        flagged: day, red flag, and days until it is cleared (None: never).
        bands_later: day, and the bands owned from then on.
        seed: of everything left to chance.
    """

    name: str
    note: str
    person: Person = ALL_BANDS
    comes: float = 0.92
    asks: float = 0.0
    answers: float = 0.95
    retests: float = 0.9
    away: tuple[int, int] | None = None
    score: tuple[float, float] = (72.0, 90.0)
    fppa_deg: tuple[float, float] = (10.0, 1.0)
    sessions_to_learn: float = 30.0
    strength: float = 1.0
    strength_per_session: float = 0.06
    noise: float = 4.0
    wobble_deg: float = 1.2
    pain: float = 0.5
    tender: float = 0.3
    flares: tuple[Flare, ...] = ()
    effort: float = 0.0
    extra: float = 0.85
    weaker_left: float = 0.0
    flagged: tuple[int, str, int | None] | None = None
    bands_later: tuple[int, tuple[Band, ...]] | None = None
    seed: int = 0


PEOPLE: Final[tuple[Model, ...]] = (
    Model("Anna", "regular, improves", Person(bands=BANDS, goals=("stairs",)), seed=1),
    Model("Ben", "sporadic: a day in three", comes=0.3, seed=2),
    Model(
        "Carla",
        "knees that always ache a little, with flares",
        pain=2.6,
        tender=0.7,
        flares=(Flare(70, 10, 2.0), Flare(200, 14, 3.0)),
        seed=3,
    ),
    Model(
        "Dave",
        "used to training, learns fast",
        Person(bands=BANDS, level="used"),
        score=(78.0, 93.0),
        sessions_to_learn=15,
        strength=2.5,
        seed=4,
    ),
    Model(
        "Eva",
        "trains steadily, nothing changes",
        score=(74.0, 74.0),
        fppa_deg=(10.0, 10.0),
        seed=5,
    ),
    Model("Finn", "forgets answers and re-tests", answers=0.3, retests=0.4, comes=0.7, seed=6),
    Model("Gina", "over-eager: asks on rest days", asks=0.5, strength=1.5, seed=7),
    Model("Hugo", "a knee gives way; cleared after a month", flagged=(60, "gives_way", 30), seed=8),
    Model("Ida", "owns no band", Person(), seed=9),
    Model(
        "Jan",
        "light band only, buys all in spring",
        Person(bands=("light",)),
        bands_later=(90, BANDS),
        seed=10,
    ),
    Model(
        "Karin",
        "older, low scores, slow to gain",
        score=(55.0, 74.0),
        fppa_deg=(12.0, 6.0),
        sessions_to_learn=60,
        strength=0.3,
        strength_per_session=0.03,
        pain=1.2,
        noise=5.0,
        seed=11,
    ),
    Model("Luis", "never answers a question", answers=0.0, seed=12),
    Model("Mia", "six weeks away, then back", away=(84, 126), seed=13),
    Model(
        "Nora",
        "sharp pain in the squat once",
        flares=(Flare(40, 9, 4.0, sharp=True, exercise="squat"),),
        seed=14,
    ),
    Model(
        "Otto",
        "moves well from the start",
        score=(92.0, 94.0),
        fppa_deg=(-6.0, -7.0),
        strength=2.5,
        seed=15,
    ),
    Model("Pia", "slowly gets worse", score=(78.0, 68.0), fppa_deg=(6.0, 17.0), seed=16),
    Model("Quinn", "everything feels hard", effort=2.0, extra=0.5, seed=17),
    Model("Rosa", "leaves the squat out", Person(bands=BANDS, without=("squat",)), seed=18),
    Model("Sam", "sore after each step up", tender=2.2, strength_per_session=0.04, seed=19),
    Model(
        "Tom",
        "under 16: asks first, and never is cleared",
        flagged=(0, "under_16", None),
        seed=20,
    ),
)
