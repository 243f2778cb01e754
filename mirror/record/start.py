"""What a session begins with: all that its inputs do not say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, get_args

from mirror.config.settings import Language, Settings
from mirror.session.animation import Animation, no_animation
from mirror.session.current import MakeTracker
from mirror.session.history import PastSession
from mirror.session.members import Member
from mirror.session.routine import DEFAULT, Routine
from mirror.session.session import Session
from mirror.text.catalog import Texts, load

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
_SPARE: Final = "en"


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """As the arguments of `mirror.session.session.Session`.

    Attributes:
        exercises: that can be chosen.
        first: a clip's exercise.
        settings: at the start.
        members: who trains here, with their pasts.
        keeps: people can be added.
        routine: today's plan.
        history: earlier sessions.
        resume: an interrupted session.
    """

    exercises: tuple[str, ...]
    first: str
    settings: Settings = field(default_factory=Settings)
    members: tuple[Member, ...] = ()
    keeps: bool = False
    routine: Routine = DEFAULT
    history: tuple[PastSession, ...] = ()
    resume: Mapping[str, object] | None = None

    def session(self, make_tracker: MakeTracker, animation: Animation = no_animation) -> Session:
        """A session before its first input.

        Args:
            make_tracker: a fresh tracker for an exercise.
            animation: the moving figure of an exercise.
        """
        return Session(
            exercises=self.exercises,
            first=self.first,
            make_tracker=make_tracker,
            texts=words(self.settings.language),
            mirrored=self.settings.camera.mirrored,
            languages=tuple(words(language) for language in LANGUAGES),
            settings=self.settings,
            members=self.members,
            keeps=self.keeps,
            animation=animation,
            routine=self.routine,
            history=self.history,
            resume=self.resume,
        )


def words(language: str) -> Texts:
    """The words of a language; English while it is not translated."""
    try:
        return load(language)
    except FileNotFoundError:
        return load(_SPARE)
