"""Knowledge cards for the rests, and the daily reminder to carry the movement into life.

The words are in mirror/text (`card.<id>`, `carry.<name>`); here is which comes when. Nothing is
drawn by lot: the same rest of the same person shows the same card.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from mirror.programme.person import Goal, Person


@dataclass(frozen=True, slots=True)
class Card:
    """One piece of knowledge.

    Attributes:
        id: part of its text keys.
        source: where it is from, as a reader would look it up; a name, the same in all languages.
        exercises: shown in rests of these; empty: in all of them.
        goals: for whom it comes first.
    """

    id: str
    source: str
    exercises: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()

    @property
    def title(self) -> str:
        """Key of the title."""
        return f"card.{self.id}.title"

    @property
    def line(self) -> str:
        """Key of the one sentence for a rest."""
        return f"card.{self.id}.line"

    @property
    def sentences(self) -> tuple[str, str, str]:
        """Keys of the text to read."""
        return (f"card.{self.id}.first", f"card.{self.id}.second", f"card.{self.id}.third")


SQUATS: Final = ("squat", "single_leg_squat")
BANDED: Final = ("clamshell", "side_step", "squat")

ALL: Final[tuple[Card, ...]] = (
    # About an exercise: every one has at least one.
    Card("clamshell", "Distefano 2009, J Orthop Sports Phys Ther", ("clamshell",)),
    Card("side_step", "Berry 2015, J Orthop Sports Phys Ther", ("side_step",)),
    Card("band_place", "Lewis 2018, J Athl Train", ("side_step",)),
    Card("squat", "Ageberg 2010, BMC Musculoskelet Disord", ("squat",), ("strength",)),
    Card("stretch", "Bell 2013, J Athl Train", ("hip_flexor_stretch",)),
    Card("deadlift", "Distefano 2009, J Orthop Sports Phys Ther", ("single_leg_deadlift",)),
    Card("single_leg_squat", "Gwynne & Curran 2014, Int J Sports Phys Ther", ("single_leg_squat",)),
    Card(
        "causes_hips",
        "Palmer 2015, BMC Musculoskelet Disord",
        ("clamshell", "side_step", "single_leg_squat"),
    ),
    Card("causes_tight", "Bell 2013, J Athl Train", ("hip_flexor_stretch",)),
    Card("causes_feet", "Bell 2013, J Athl Train", ("squat", "single_leg_deadlift")),
    Card("band_cue", "ACSM 2009; Benjaminse 2018, KSSTA", BANDED),
    # About the whole: in any rest.
    Card("walking", "Palmer 2015, BMC Musculoskelet Disord", goals=("walking", "sport")),
    Card("stairs", "Palmer 2015, BMC Musculoskelet Disord", goals=("stairs",)),
    Card("sitting", "Palmer 2015, BMC Musculoskelet Disord", goals=("sitting",)),
    Card("fading", "Gokeler & Benjaminse, PMC8637244", goals=("sport",)),
    Card("error", "Munro, Herrington & Carolan 2012, J Sport Rehab"),
    Card("pain_light", "La Trobe University, MyKneeCap"),
    Card("rest_days", "ACSM 2009, Med Sci Sports Exerc", goals=("strength",)),
    Card("footwear", "Collins 2018, Br J Sports Med"),
    Card("therapist", "Collins 2018, Br J Sports Med"),
)

CARRY: Final[tuple[tuple[str, tuple[Goal, ...]], ...]] = (
    ("stairs", ("stairs",)),
    ("stairs_down", ("stairs",)),
    ("sitting", ("sitting",)),
    ("standing_up", ("sitting", "strength")),
    ("walking", ("walking",)),
    ("standing", ("walking",)),
    ("kerb", ("walking", "sport")),
    ("landing", ("sport",)),
    ("lifting", ("strength",)),
    ("teeth", ()),
)
"""Names of the daily sentences, and the goals they serve."""


def card_for(person: Person, exercise: str, number: int) -> Card:
    """The card of a rest, about the exercise and about the whole in turn.

    The two kinds share no card, so none comes twice in a row, whatever the exercise.

    Args:
        person: whose goals come first.
        exercise: what the rest belongs to.
        number: of the rest, from 0; counted over sessions, each session begins with other cards.
    """
    about = [one for one in ALL if exercise in one.exercises]
    # An exercise somebody added has no card of its own: those of several exercises fit it.
    about = about or [one for one in ALL if len(one.exercises) > 1]
    whole = [one for one in ALL if not one.exercises]
    turn, of_whole = divmod(number, 2)
    cards = whole if of_whole else about
    ordered = sorted(cards, key=lambda one: not set(one.goals) & set(person.goals))
    return ordered[turn % len(ordered)]


def reminder(person: Person, day: date) -> str | None:
    """The key of the day's sentence; None when none is wanted.

    Every second day it serves one of the person's goals, on the others one of the rest.
    """
    if not person.reminder:
        return None
    wanted = [name for name, goals in CARRY if set(goals) & set(person.goals)]
    rest = [name for name, _ in CARRY if name not in wanted]
    turn, other = divmod(day.toordinal(), 2)
    if not wanted:
        turn, other = day.toordinal(), 1
    names = rest if other else wanted
    return f"carry.{names[turn % len(names)]}"
