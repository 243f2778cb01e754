"""The settings, their defaults, and what each may be. docs/plumbline.toml explains them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Final, Literal

from mirror.config.rules import Choice, Flag, Rule, SparePin, Text, Whole

_RULE: Final = "rule"

GaugeSide = Literal["left", "right"]
Rotation = Literal[0, 90, 180, 270]
MainsHz = Literal[0, 50, 60]
Language = Literal["en", "de", "es"]
ButtonName = Literal["up", "down", "select", "back"]
Spare = int | Literal["none"]
"""BCM number of a pin that something may hang on."""

_WIDEST_DEG: Final = 150  # beyond, no lens is rectilinear in any sense
_LAST_PIN: Final = 27  # the Pi's 40-pin header brings out BCM 2 to 27; 0 and 1 are for HATs
_PIN: Final[Mapping[str, Rule]] = {_RULE: Whole(2, _LAST_PIN)}
_SPARE_PIN: Final[Mapping[str, Rule]] = {_RULE: SparePin(2, _LAST_PIN)}


@dataclass(frozen=True, slots=True)
class ButtonSettings:
    """BCM numbers of the pins the four buttons are on; each button closes to ground.

    The defaults carry no bus (I2C, SPI, UART, PCM) by default and lie side by side at the foot
    of the header, beside a ground pin (header pins 29, 31, 33, 37; ground is 39).
    """

    up: int = field(default=5, metadata=_PIN)
    down: int = field(default=6, metadata=_PIN)
    select: int = field(default=13, metadata=_PIN)
    back: int = field(default=26, metadata=_PIN)

    @property
    def pins(self) -> Mapping[ButtonName, int]:
        """The pin of each button."""
        return {"up": self.up, "down": self.down, "select": self.select, "back": self.back}


@dataclass(frozen=True, slots=True)
class PresenceSettings:
    """Who is near, and how long the mirror stays awake without anybody.

    Attributes:
        pin: of a sensor whose output is high while somebody moves, such as a PIR.
        sleep_min: the idle mirror is dark after so many minutes without anybody.
    """

    pin: Spare = field(default="none", metadata=_SPARE_PIN)
    sleep_min: int = field(default=1, metadata={_RULE: Whole(1, 60)})


@dataclass(frozen=True, slots=True)
class LedSettings:
    """A light that says how the mirror is; it hangs between its pin and ground, with a resistor."""

    pin: Spare = field(default="none", metadata=_SPARE_PIN)


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """The screen behind the glass.

    Attributes:
        rotation_deg: how far the picture is turned clockwise, for a screen that hangs upright.
        gauge_side: where the gauges stand, beside the reflection.
        brightness: 1 (dark room) to 10 (full).
    """

    rotation_deg: Rotation = field(default=0, metadata={_RULE: Choice((0, 90, 180, 270))})
    gauge_side: GaugeSide = field(default="left", metadata={_RULE: Choice(("left", "right"))})
    brightness: int = field(default=10, metadata={_RULE: Whole(1, 10)})


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """What is heard.

    Attributes:
        voice: whether words are spoken; tones sound all the same.
        volume: 0 (mute) to 10.
    """

    voice: bool = field(default=True, metadata={_RULE: Flag()})
    volume: int = field(default=7, metadata={_RULE: Whole(0, 10)})


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """Where the poses come from.

    Attributes:
        source: as for `plumbline run --source`.
        mirrored: whether the small figure is shown as a mirror shows a person.
        rotation_deg: how far to turn the camera's picture clockwise so that people stand upright.
        flipped: whether its picture is mirrored and must be flipped back.
        field_of_view_deg: of the lens, along the longer side of all the camera can see; 0: as the
            camera's model has it.
        mains_hz: of the lamps; 0: the camera finds out if it can.
    """

    source: str = field(default="auto", metadata={_RULE: Text()})
    mirrored: bool = field(default=True, metadata={_RULE: Flag()})
    rotation_deg: Rotation = field(default=0, metadata={_RULE: Choice((0, 90, 180, 270))})
    flipped: bool = field(default=False, metadata={_RULE: Flag()})
    field_of_view_deg: int = field(default=0, metadata={_RULE: Whole(0, _WIDEST_DEG)})
    mains_hz: MainsHz = field(default=0, metadata={_RULE: Choice((0, 50, 60))})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. Each part of the mirror gets its own section only."""

    language: Language = field(default="en", metadata={_RULE: Choice(("en", "de", "es"))})
    buttons: ButtonSettings = field(default_factory=ButtonSettings)
    presence: PresenceSettings = field(default_factory=PresenceSettings)
    led: LedSettings = field(default_factory=LedSettings)
    screen: ScreenSettings = field(default_factory=ScreenSettings)
    sound: SoundSettings = field(default_factory=SoundSettings)
    camera: CameraSettings = field(default_factory=CameraSettings)


Section = (
    ButtonSettings
    | PresenceSettings
    | LedSettings
    | ScreenSettings
    | SoundSettings
    | CameraSettings
)

SECTIONS: Final[Mapping[str, type[Section]]] = {
    "buttons": ButtonSettings,
    "presence": PresenceSettings,
    "led": LedSettings,
    "screen": ScreenSettings,
    "sound": SoundSettings,
    "camera": CameraSettings,
}
"""The tables of the file, in its order."""

TOP: Final = ""
"""Stands for the part of the file before its first table."""


def rules(section: str) -> Mapping[str, Rule]:
    """The keys of a table and what each may be, in the file's order."""
    owner = Settings if section == TOP else SECTIONS[section]
    return {one.name: one.metadata[_RULE] for one in fields(owner) if _RULE in one.metadata}


def values(settings: Settings) -> Mapping[tuple[str, str], object]:
    """Every setting by (table, key)."""
    return {
        (section, key): getattr(settings if section == TOP else getattr(settings, section), key)
        for section in (TOP, *SECTIONS)
        for key in rules(section)
    }
