"""What was told at the mirror is what the next start knows; the key property of the records."""

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.events import Side
from mirror.programme.load import Load
from mirror.programme.person import GOALS, Body, Person
from mirror.programme.phases import BANDS
from mirror.programme.records import SetKind, SetRecord
from mirror.programme.retest import Retest
from mirror.session.routine import PlannedSet
from tests.app.records_world import (
    DAY_S,
    WAIT_S,
    Day,
    Done,
    Room,
    added,
    expected,
    morning,
    played,
    tell,
)
from tests.app.store_world import rep

_KINDS: Final[tuple[SetKind, ...]] = get_args(SetKind)
_SIDES: Final[tuple[Side | None, ...]] = (*get_args(Side), None)
_NUMBERS = st.none() | st.floats(-90, 90, allow_nan=False)
_SCORES = st.none() | st.integers(0, 100)
_PAIN = st.none() | st.integers(0, 10)
_BODIES = st.builds(Body, **dict.fromkeys(("leg_torso", "apart_left_deg"), _NUMBERS))
_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)

_people = st.builds(
    Person,
    name=_TEXT,
    language=st.sampled_from(("", "en", "de")),
    level=st.sampled_from(("new", "used")),
    goals=st.lists(st.sampled_from(GOALS), unique=True).map(tuple),
    bands=st.lists(st.sampled_from(BANDS), unique=True).map(tuple),
    flags=st.sampled_from(((), ("acute_pain",))),
    without=st.sampled_from(((), ("clamshell", "squat"))),
    asked=st.booleans(),
    body=_BODIES,
    reminder=st.booleans(),
)
_retests = st.builds(
    Retest,
    day=st.just(date(2026, 1, 1)),
    fppa_deg=_NUMBERS,
    kmd_left=_NUMBERS,
    single_right_deg=_NUMBERS,
    standing=_BODIES,
)


@st.composite
def _sets(draw: st.DrawFn) -> Done:
    kind = draw(st.sampled_from(_KINDS))
    side = draw(st.sampled_from(_SIDES))
    planned = PlannedSet(
        draw(st.sampled_from(("squat", "clamshell", "hip_flexor_stretch"))),
        side,
        draw(st.integers(1, 30)),
        unit=draw(st.sampled_from(("reps", "seconds"))),
        kind=kind,
        extra=draw(st.integers(0, 2)),
        stage=draw(st.sampled_from(("full", "summary", "probe"))),
        load=draw(st.builds(Load, st.integers(0, 3), st.integers(1, 3), st.sampled_from(BANDS)))
        if kind in {"training", "probe"}
        else None,
    )
    record = SetRecord(
        side=side,
        target=planned.target,
        done=draw(st.integers(0, 40)),
        score=draw(_SCORES),
        bars=draw(st.dictionaries(st.sampled_from(("alignment", "range")), _SCORES)),
        judged=draw(st.integers(0, 40)),
        red=draw(st.floats(0, 1)),
        red_alignment=draw(st.booleans()),
        fppa_deg=draw(_NUMBERS),
        kmd=draw(_NUMBERS),
        kind=kind,
    )
    return Done(planned, record, [rep(n) for n in range(draw(st.integers(0, 2)))])


_days = st.builds(
    Day,
    sets=st.lists(_sets(), max_size=4),
    kind=st.sampled_from(("training", "stretch", "single", "retest")),
    reason=st.sampled_from(("done", "left", "pain", "replaced")),
    before=_PAIN,
    after=st.tuples(_PAIN, st.booleans()),
    effort=_PAIN,
    morning=_PAIN,
    retest=st.none() | _retests,
)


def _same_load(day: Day) -> Day:
    """All sets of an exercise in one session have one load, as plans have."""
    loads: dict[str, Load] = {}
    sets = []
    for one in day.sets:
        load = one.planned.load
        if load is not None:
            load = loads.setdefault(one.planned.exercise, load)
        sets.append(replace(one, planned=replace(one.planned, load=load)))
    return replace(day, sets=sets)


_lives = st.tuples(_people, st.lists(_days.map(_same_load), max_size=4))


@settings(max_examples=25, deadline=None)
@given(st.lists(_lives, min_size=1, max_size=2), st.data())
def test_what_was_told_is_known_at_the_next_start(
    lives: list[tuple[Person, list[Day]]], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as closed:
        room = Room(Path(folder))
        known = {
            f"p{number}": replace(one, id=f"p{number}") for number, (one, _) in enumerate(lives)
        }
        days: dict[str, list[tuple[date, Day]]] = {id_: [] for id_ in known}
        waiting = {f"p{number}": list(one) for number, (_, one) in enumerate(lives)}
        records = closed.enter_context(room.run())
        tell(records, [added(room.time, one) for one in known.values()])
        while any(waiting.values()):
            id_ = data.draw(st.sampled_from([one for one, left in waiting.items() if left]))
            day = waiting[id_].pop(0)
            begun = room.time.day
            tell(records, played(day, room.time, id_))
            if not any(one.planned.load is not None for one in day.sets):
                day = replace(day, morning=None)  # nobody asks about a session with nothing in it
            days[id_].append((begun, day))
            room.time.go(DAY_S)
            if day.morning is not None:
                tell(records, morning(day, room.time, id_))
            if data.draw(st.booleans()):
                closed.close()
                room.time.boot_again()
                records = closed.enter_context(room.run())
        assert records.wait(timeout_s=WAIT_S)
        closed.close()
        records = closed.enter_context(room.run())
        assert records.people == tuple(known.values())
        for id_, told in days.items():
            assert records.pasts[id_] == expected(told)
        assert room.news == []
