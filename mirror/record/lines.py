"""Inputs as plain data and back, one to one: numbers keep every bit.

Each line is an object of one key that names what it is:

    {"tick": [12.3, "07:42"]}                    time, time of day
    {"press": [12.3, "select", "short"]}         time, button, kind
    {"shut_down": 12.3}                          back and down were held
    {"sensed": [12.3, true]}                     the presence sensor changed
    {"stops": 12.3}                              the machine is shut down from outside
    {"pose": {"t": …, "size": [w, h], "xy": …, "v": …, "w": …}}     null: not known;
                                                 f: focal length in px, dark: when they are
    {"opened": {…}}, {"ended": {}}, {"failed": {…}}, {"network": {…}},
    {"day": {…}}, {"records": {…}}, {"health": {…}}, {"person": {…}},
    {"settings": {…}}                            as in session/inputs.py
    {"did": "Counted(t_s=14.2, count=3, target=8)"}    what came of the input before it
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, assert_never, cast, get_args

import msgspec
import numpy as np

from exercises.pose import FARTHEST, LANDMARK_COUNT, FloatArray, Pose
from mirror.config.edit import plain
from mirror.config.read import parse
from mirror.programme.person import Person
from mirror.session.inputs import (
    Button,
    DayBegan,
    HealthTold,
    Input,
    Kind,
    NetworkChanged,
    PersonWished,
    Press,
    RecordsTold,
    Sensed,
    SettingsWished,
    ShutDownHeld,
    SourceEnded,
    SourceFailed,
    SourceOpened,
    SystemStops,
    Tick,
)
from mirror.session.plan import Segment


@dataclass(frozen=True, slots=True)
class Did:
    """What came of the input before: a happening, as `repr` writes it."""

    text: str


Line = Input | Did


def to_data(line: Line) -> dict[str, object]:  # noqa: C901, PLR0911, PLR0912 - a table
    """A line ready for JSON."""
    match line:
        case Tick(t_s=t_s, time_of_day=time_of_day):
            return {"tick": [t_s, time_of_day]}
        case Pose():
            return {"pose": _of_pose(line)}
        case Did(text=text):
            return {"did": text}
        case Press(t_s=t_s, button=button, kind=kind):
            return {"press": [t_s, button, kind]}
        case ShutDownHeld(t_s=t_s):
            return {"shut_down": t_s}
        case Sensed(t_s=t_s, there=there):
            return {"sensed": [t_s, there]}
        case SystemStops(t_s=t_s):
            return {"stops": t_s}
        case SourceOpened():
            return {"opened": asdict(line)}
        case SourceEnded():
            return {"ended": {}}
        case SourceFailed():
            return {"failed": asdict(line)}
        case NetworkChanged():
            return {"network": msgspec.to_builtins(line)}
        case DayBegan():
            return {"day": {**asdict(line), "day": line.day.isoformat()}}
        case RecordsTold():
            return {"records": asdict(line)}
        case HealthTold():
            return {"health": msgspec.to_builtins(line)}
        case PersonWished(person=person):
            return {"person": msgspec.to_builtins(person)}
        case SettingsWished(settings=settings):
            return {"settings": plain(settings)}
        case _:
            assert_never(line)


def of_data(data: Mapping[str, Any]) -> Line:  # noqa: C901, PLR0911, PLR0912 - a table
    """The opposite of `to_data`.

    Raises:
        ValueError, TypeError, KeyError: it is none.
    """
    ((kind, value),) = data.items()
    match kind:
        case "tick":
            t_s, time_of_day = value
            return Tick(_number(t_s), _text(time_of_day))
        case "pose":
            return _to_pose(value)
        case "did":
            return Did(_text(value))
        case "press":
            t_s, button, how = value
            return Press(_number(t_s), _button(button), _kind(how))
        case "shut_down":
            return ShutDownHeld(_number(value))
        case "sensed":
            t_s, there = value
            return Sensed(_number(t_s), there=there is True)
        case "stops":
            return SystemStops(_number(value))
        case "opened":
            plan = tuple(Segment(**one) for one in value["plan"])
            return SourceOpened(**{**value, "plan": plan})
        case "ended":
            return SourceEnded()
        case "failed":
            return SourceFailed(**value)
        case "network":
            return msgspec.convert(value, NetworkChanged)
        case "day":
            return DayBegan(**{**value, "day": date.fromisoformat(value["day"])})
        case "records":
            return RecordsTold(**value)
        case "health":
            return msgspec.convert(value, HealthTold)
        case "person":
            return PersonWished(msgspec.convert(value, Person))
        case "settings":
            return SettingsWished(parse(value, name="settings"))
        case _:
            message = f'"{kind}" is unknown'
            raise ValueError(message)


def _of_pose(pose: Pose) -> dict[str, object]:
    return {
        "t": pose.t_s,
        "size": [pose.width_px, pose.height_px],
        "xy": _of_array(pose.xy_px),
        "v": _of_array(pose.visibility),
        "w": _of_array(pose.world_m),
        **({} if pose.focal_px is None else {"f": pose.focal_px}),
        **({"dark": True} if pose.dark else {}),
    }


def _to_pose(data: Mapping[str, Any]) -> Pose:
    width_px, height_px = data["size"]
    return Pose(
        t_s=_number(data["t"]),
        xy_px=_to_array(data["xy"], LANDMARK_COUNT, 2),
        visibility=_to_array(data["v"], LANDMARK_COUNT),
        world_m=_to_array(data["w"], LANDMARK_COUNT, 3),
        width_px=int(width_px),
        height_px=int(height_px),
        focal_px=_number(data["f"]) if "f" in data else None,
        dark=data.get("dark") is True,
    )


def _of_array(array: FloatArray) -> object:
    """Nested lists, None for NaN; None alone when all is NaN."""
    known = np.isfinite(array)
    if not known.any():
        return None
    if known.all():
        return array.tolist()
    listed = array.astype(object)
    listed[~known] = None
    return listed.tolist()


def _to_array(value: object, *shape: int) -> FloatArray:
    array = np.full(shape, np.nan) if value is None else np.array(value, dtype=np.float64)
    if array.shape != shape or (np.abs(array) > FARTHEST).any():
        message = f"not {' x '.join(str(length) for length in shape)} numbers"
        raise ValueError(message)
    return array


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        message = "no number"
        raise ValueError(message)
    return float(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        message = "words are no text"
        raise TypeError(message)
    return value


def _button(value: object) -> Button:
    if value not in get_args(Button):
        message = f"there is no button {value}"
        raise ValueError(message)
    return cast("Button", value)


def _kind(value: object) -> Kind:
    if value not in get_args(Kind):
        message = f"there is no press of the kind {value}"
        raise ValueError(message)
    return cast("Kind", value)
