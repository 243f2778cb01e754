"""A session as a FIT activity, as watches and training diaries read it.

A strength training with one set message for each set in which anything was done. FIT has no place
for sides, scores or bands. Serial number and time of creation are always the same for a session,
so that importing it again makes no second one.
"""

import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.message import Message
from fit_tool.profile.messages.activity_message import ActivityMessage
from fit_tool.profile.messages.event_message import EventMessage
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.lap_message import LapMessage
from fit_tool.profile.messages.record_message import RecordMessage
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.messages.set_message import SetMessage
from fit_tool.profile.profile_type import (
    Activity,
    Event,
    EventType,
    FileType,
    Manufacturer,
    SessionTrigger,
    SetType,
    Sport,
    SubSport,
)

from mirror.store.logged import LoggedSession, LoggedSet

EXERCISES: Final[Mapping[str, tuple[int, int]]] = {
    "clamshell": (37, 6),  # banded_exercises, clam_shells
    "side_step": (11, 11),  # hip_stability, lateral_walks_with_band_at_ankles
    "squat": (28, 100),  # squat, air_squat
    "hip_flexor_stretch": (31, 49),  # warm_up, stretch_lunging_hip_flexor
    # The nearest: with a dumbbell there, without one here; FIT's only bare one hangs in straps.
    "single_leg_deadlift": (8, 14),  # deadlift, single_leg_romanian_deadlift_with_dumbbell
    "single_leg_squat": (28, 45),  # squat, partial_single_leg_squat
}
"""FIT's category and exercise of each of ours (the profile's tables exercise_category and
…_exercise_name)."""
_UNKNOWN: Final = (65534, 0)
_EPOCH_S: Final = 631_065_600
"""FIT counts from 1989-12-31 UTC."""
_EARLIEST_S: Final = _EPOCH_S + 0x1000_0000
"""What is earlier (1998) FIT takes for time since a device was switched on; the day of a clock that
stood there is not known anyway."""
_REP_S: Final = 3.0
"""Length taken for a rep of a set whose end is not known, which a power cut interrupted."""


def fit_of(session: LoggedSession) -> bytes:
    """A session as the content of a .fit file."""
    start_s = max(float(_EARLIEST_S), session.wall_s)
    sets = [one for one in session.sets if one.reps]
    spans = [(max(start_s, one.wall_s), _length_s(one)) for one in sets]
    end_s = max([start_s + (session.duration_s or 0.0), *(begin + long for begin, long in spans)])
    builder = FitFileBuilder(auto_define=True, strict=True)
    builder.add(_file_id(session, start_s))
    builder.add(_timer(EventType.START, start_s))
    # FIT asks every activity for a record; there is nothing to record of heart or place.
    record = RecordMessage()
    record.timestamp = _ms(start_s)
    builder.add(record)
    for index, (one, (begin_s, length_s)) in enumerate(zip(sets, spans, strict=True)):
        builder.add(_set(one, index, begin_s, length_s))
    builder.add(_timer(EventType.STOP_ALL, end_s))
    for message in _summaries(start_s, end_s):
        builder.add(message)
    return bytes(builder.build_bytes())


def file_name(session: LoggedSession) -> str:
    """A name for the session's file: its day and its id."""
    day = datetime.fromtimestamp(session.wall_s).astimezone().date()
    return f"{day.isoformat()}_{session.id}.fit"


def _file_id(session: LoggedSession, start_s: float) -> Message:
    message = FileIdMessage()
    message.type = FileType.ACTIVITY
    message.manufacturer = Manufacturer.DEVELOPMENT.value
    message.product = 0
    # 0 means none; the id's own bits are too many.
    message.serial_number = zlib.crc32(session.id.encode()) or 1
    message.time_created = _ms(start_s)
    return message


def _timer(what: EventType, at_s: float) -> Message:
    message = EventMessage()
    message.event = Event.TIMER
    message.event_type = what
    message.timestamp = _ms(at_s)
    return message


def _set(one: LoggedSet, index: int, begin_s: float, length_s: float) -> Message:
    category, exercise = EXERCISES.get(one.exercise, _UNKNOWN)
    message = SetMessage()
    message.message_index = index
    message.set_type = SetType.ACTIVE.value
    message.start_time = _ms(begin_s)
    message.timestamp = _ms(begin_s + length_s)
    message.duration = length_s
    message.repetitions = len(one.reps)
    message.weight = 0.0
    message.category = [category]
    message.category_subtype = [exercise]
    return message


def _summaries(start_s: float, end_s: float) -> tuple[Message, ...]:
    """Lap, session and activity, which say the same."""
    lap, session, activity = LapMessage(), SessionMessage(), ActivityMessage()
    for one in (lap, session):
        one.message_index = 0
        one.start_time = _ms(start_s)
        one.total_elapsed_time = end_s - start_s
        one.sport = Sport.TRAINING
        one.sub_sport = SubSport.STRENGTH_TRAINING
    for message in (lap, session, activity):
        message.timestamp = _ms(end_s)
        message.total_timer_time = end_s - start_s
        message.event_type = EventType.STOP
    lap.event, session.event, activity.event = Event.LAP, Event.SESSION, Event.ACTIVITY
    session.trigger = SessionTrigger.ACTIVITY_END
    session.first_lap_index, session.num_laps = 0, 1
    activity.num_sessions = 1
    activity.type = Activity.MANUAL
    offset = datetime.fromtimestamp(end_s).astimezone().utcoffset()
    activity.local_timestamp = int(end_s + (offset.total_seconds() if offset else 0.0)) - _EPOCH_S
    return lap, session, activity


def _length_s(one: LoggedSet) -> float:
    """How long a set took."""
    return _REP_S * len(one.reps) if one.duration_s is None else max(0.0, one.duration_s)


def _ms(wall_s: float) -> int:
    return round(wall_s * 1000)
