"""What just happened in the session, for ears and records: taken once, by speech and store.

The screen shows states; these are moments. Times are on the poses' clock.
"""

from dataclasses import dataclass

from exercises.events import Side
from mirror.session.kept import Kept


@dataclass(frozen=True, slots=True)
class SceneChanged:
    """Another scene began: "idle", "home", "how_to", "check", "countdown", "work" and so on.

    Attributes:
        t_s: when.
        scene: which.
        exercise, side: of the set that is on, or in pain and rest of the one that comes next.
    """

    t_s: float
    scene: str
    exercise: str = ""
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class InstructionShown:
    """The position check asks for something; `key` is its text key, such as "view.turned"."""

    t_s: float
    key: str
    exercise: str


@dataclass(frozen=True, slots=True)
class CountdownAt:
    """A second of the countdown began."""

    t_s: float
    number: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A rep counted."""

    t_s: float
    count: int
    target: int | None


@dataclass(frozen=True, slots=True)
class HeldFor:
    """A whole number of seconds is held."""

    t_s: float
    seconds: int
    target_s: int


@dataclass(frozen=True, slots=True)
class PhaseBegan:
    """The rep or hold machine moved on; `phase` as in `exercises.events.PhaseChanged`.

    For prompts that are spoken to somebody who cannot see the mirror.
    """

    t_s: float
    phase: str
    exercise: str


@dataclass(frozen=True, slots=True)
class CueShown:
    """A cue came up; `key` as in mirror/text, such as "cue.knees_cave"."""

    t_s: float
    key: str
    exercise: str


@dataclass(frozen=True, slots=True)
class KneeCaves:
    """A knee caves right now: a short tone, without words."""

    t_s: float
    side: Side | None


@dataclass(frozen=True, slots=True)
class SetDone:
    """A set is over."""

    t_s: float
    exercise: str
    count: int


@dataclass(frozen=True, slots=True)
class PersonLost:
    """Nobody is seen any more; the set waits."""

    t_s: float


@dataclass(frozen=True, slots=True)
class PersonBack:
    """Somebody is seen again; the set goes on."""

    t_s: float


@dataclass(frozen=True, slots=True)
class TrackerBegan:
    """A new tracker follows from the next pose on: in the check, or when the camera came back.

    It is fed with every pose while the scene is "check", "countdown" or "work".
    """

    t_s: float
    exercise: str


@dataclass(frozen=True, slots=True)
class PairingAsked:
    """The person pressed to let a phone in, or left the page that shows the code.

    Attributes:
        open: let one in; False: not any more.
    """

    t_s: float
    open: bool


@dataclass(frozen=True, slots=True)
class WifiAsked:
    """The person pressed to set up the Wi-Fi; it ends with the scene."""

    t_s: float


Happening = (
    SceneChanged
    | InstructionShown
    | CountdownAt
    | Counted
    | HeldFor
    | PhaseBegan
    | CueShown
    | KneeCaves
    | SetDone
    | PersonLost
    | PersonBack
    | TrackerBegan
    | PairingAsked
    | WifiAsked
    | Kept
)
