"""The machines' tables: sound in themselves, and drawn as they are."""

import subprocess
import sys
from pathlib import Path

import pytest

from exercises.phase_tables import HOLD_TABLE, REP_TABLE
from exercises.transitions import GIVEN_UP, SAMPLE, Condition, Facts, Row, Table, Trigger

ROOT = Path(__file__).resolve().parents[2]
YES: Condition[int] = Condition("yes", lambda _: True)
POSITIVE: Condition[int] = Condition("positive", lambda number: number > 0)

MACHINES = pytest.mark.parametrize("table", [REP_TABLE, HOLD_TABLE], ids=["rep", "hold"])


def test_the_first_row_that_fits_fires() -> None:
    table = Table(
        [
            Row("wait", SAMPLE, (YES, POSITIVE), "rest"),
            Row("wait", SAMPLE, (YES,), "out"),
            Row("wait", GIVEN_UP, (), "top"),
        ]
    )
    expected: list[tuple[int, Trigger, str]] = [
        (1, SAMPLE, "rest"),
        (0, SAMPLE, "out"),
        (1, GIVEN_UP, "top"),
    ]
    for number, trigger, to in expected:
        row = table.fire("wait", trigger, number)
        assert row is not None
        assert row.to == to
    assert table.fire("rest", SAMPLE, 1) is None


@MACHINES
def test_every_state_is_reached_and_left_again(table: Table[Facts]) -> None:
    assert {row.state for row in table.rows} == {row.to for row in table.rows}


@MACHINES
def test_giving_up_always_leads_back_to_the_wait(table: Table[Facts]) -> None:
    given_up = [row for row in table.rows if row.trigger == GIVEN_UP]
    assert {row.to for row in given_up} == {"wait"}
    # Whatever else holds: without conditions at last.
    states = {row.state for row in table.rows} - {"wait"}
    assert {row.state for row in given_up if not row.when} == states


@MACHINES
def test_no_row_hides_a_later_one(table: Table[Facts]) -> None:
    for i, row in enumerate(table.rows):
        for later in table.rows[i + 1 :]:
            same = (row.state, row.trigger) == (later.state, later.trigger)
            assert not (same and set(row.when) <= set(later.when)), later


def test_only_a_movement_that_reached_the_target_counts() -> None:
    assert {row.state for row in REP_TABLE.rows if row.outcome == "rep"} == {"top"}


def test_the_drawing_in_docs_is_of_these_tables() -> None:
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, str(ROOT / "scripts" / "draw_machines.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
