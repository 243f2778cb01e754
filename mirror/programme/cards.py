from dataclasses import dataclass

from mirror.programme.person import Person


@dataclass(frozen=True)
class Card:
    id: str


ALL = (Card("x"),)


def card_for(person: Person, exercise: str, number: int) -> Card:
    return ALL[0]
