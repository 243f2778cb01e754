"""What reaches the session: poses, presses, time, and news of the source.

Times are on one clock, that of the poses' capture.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from exercises.pose import Pose
from mirror.config.settings import Settings
from mirror.health.judge import Advice
from mirror.health.vitals import Vitals
from mirror.programme.person import Person
from mirror.session.plan import Segment

Button = Literal["up", "down", "select", "back"]
Kind = Literal["short", "long"]


@dataclass(frozen=True, slots=True)
class Press:
    """One of the four buttons was pressed, shortly or long. Long back: home; long select: pause."""

    t_s: float
    button: Button
    kind: Kind = "short"


@dataclass(frozen=True, slots=True)
class ShutDownHeld:
    """Back and down were held together for 3 s: ask whether to shut down."""

    t_s: float


@dataclass(frozen=True, slots=True)
class Sensed:
    """The presence sensor changed: somebody moves near the mirror, or nobody does any more."""

    t_s: float
    there: bool


@dataclass(frozen=True, slots=True)
class SystemStops:
    """The machine is being shut down from outside: by its power button, or by command."""

    t_s: float


@dataclass(frozen=True, slots=True)
class Tick:
    """Time went on; sent once before each picture.

    Attributes:
        t_s: now.
        time_of_day: for the clock of the idle scene, such as "07:42"; empty while it is not set.
    """

    t_s: float
    time_of_day: str = ""


@dataclass(frozen=True, slots=True)
class SourceOpened:
    """Poses will come.

    Attributes:
        name: what a person calls the source.
        model: id of the model that makes the poses.
        note: a word on the source for the screen; empty for a camera.
        plan: what the clip shows when; empty when the person chooses the exercise.
        live: a camera that a person stands in front of: the mirror's whole flow begins. A clip
            goes to training at once.
    """

    name: str
    model: str
    note: str = ""
    plan: tuple[Segment, ...] = ()
    live: bool = False


@dataclass(frozen=True, slots=True)
class SourceEnded:
    """The clip is over."""


@dataclass(frozen=True, slots=True)
class SourceFailed:
    """The source broke: what happened, and what to do."""

    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Synced:
    """How it goes with a place the logs go to.

    Attributes:
        name: as the person calls it.
        day: when it last took something; None: never.
        error: what is wrong now; empty: nothing.
    """

    name: str
    day: date | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Wifi:
    """How the set-up of the Wi-Fi stands; `mirror/network` tells it.

    Attributes:
        radio: "ready", or why there is no set-up: "off", "absent", "unmanaged"; empty: it is not
            for the mirror to set up, or not known yet.
        known: a Wi-Fi was set up before.
        phase: "off", "looking", "open", "joining", "joined" or "closing".
        reason: why the last attempt failed or the set-up ended; a key below wifi.why.
        name: the network that is being joined, or was.
        ssid, password: of the mirror's own network while it is open.
        address: of the page in it.
        code: to be typed there.
        join_qr, page_qr: the same as QR codes.
        visited: a phone is in it.
    """

    radio: str = ""
    known: bool = True
    phase: str = "off"
    reason: str = ""
    name: str = ""
    ssid: str = ""
    password: str = ""
    address: str = ""
    code: str = ""
    join_qr: tuple[tuple[bool, ...], ...] = ()
    page_qr: tuple[tuple[bool, ...], ...] = ()
    visited: bool = False


@dataclass(frozen=True, slots=True)
class NetworkChanged:
    """What the network scene tells.

    Attributes:
        name: of the Wi-Fi; empty without one.
        address: where a phone finds the mirror; may be empty.
        code: to be typed on the phone; may be empty.
        qr: the same as a QR code, row by row, True for dark, with its border; may be empty.
        synced: how it goes with each place the logs go to.
        pairing: whether a phone may come now, or how that ended; empty: nobody asked.
        wifi: how its set-up stands.
    """

    name: str
    address: str = ""
    code: str = ""
    qr: tuple[tuple[bool, ...], ...] = ()
    pairing: Literal["", "open", "paired", "spent", "closed"] = ""
    synced: tuple[Synced, ...] = ()
    wifi: Wifi = Wifi()


@dataclass(frozen=True, slots=True)
class DayBegan:
    """Which day it is where the mirror hangs; sent at the start and whenever it changed.

    Attributes:
        t_s: when, on the poses' clock.
        day: the date.
        wall_s: seconds since 1970 at `t_s`, by the wall clock.
        known: the wall clock is known to be right.
    """

    t_s: float
    day: date
    wall_s: float
    known: bool = True


@dataclass(frozen=True, slots=True)
class RecordsTold:
    """News of the records: restored from a copy, a full disk, saved again.

    Attributes:
        key: of its words in mirror/text, below "records"; empty: all is well again.
        values: what the sentence names.
    """

    key: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HealthTold:
    """How the mirror itself is.

    Attributes:
        vitals: what is known.
        warn: what to say about it, once.
    """

    vitals: Vitals
    warn: tuple[Advice, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonWished:
    """A phone changed something of a person, who is known: how they are now."""

    person: Person


@dataclass(frozen=True, slots=True)
class SettingsWished:
    """A phone changed a setting: all of them as they are now."""

    settings: Settings


News = (
    SourceOpened
    | SourceEnded
    | SourceFailed
    | NetworkChanged
    | DayBegan
    | RecordsTold
    | HealthTold
    | PersonWished
    | SettingsWished
)
Input = Pose | Press | ShutDownHeld | Sensed | SystemStops | Tick | News
