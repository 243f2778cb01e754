"""What the flow of a session is made of."""

from collections.abc import Mapping
from dataclasses import dataclass

from mirror.config.settings import Settings
from mirror.session.animation import Animation
from mirror.session.current import MakeTracker
from mirror.session.history import PastSession
from mirror.session.members import Member
from mirror.session.routine import Routine
from mirror.text.catalog import Texts


@dataclass(frozen=True, slots=True, eq=False)
class Setup:
    """What the flow is made of; the arguments of `mirror.session.session.Session`."""

    exercises: tuple[str, ...]
    make_tracker: MakeTracker
    texts: Texts
    mirrored: bool
    languages: Mapping[str, Texts]
    settings: Settings
    members: tuple[Member, ...]
    keeps: bool
    animation: Animation
    routine: Routine
    history: tuple[PastSession, ...]
    resume: Mapping[str, object] | None
