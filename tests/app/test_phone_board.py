"""The running session on a phone: figure and numbers, the newest, at most five a second."""

from dataclasses import fields
from pathlib import Path

import pytest

from mirror.session.view import Figure
from mirror.web.board import FRESH_S, Live, LiveBoard, board_path, points_of, read_board
from tests.app.phone_world import House

LIVE = Live("squat", "both", 3, 8, cue="Aim your knees at your second toes", tone="attend")


def test_the_newest_state_is_read_at_most_five_times_a_second(tmp_path: Path) -> None:
    board = LiveBoard(tmp_path / "run" / "live.json")
    path = tmp_path / "run" / "live.json"
    taken = [board.put(Live("squat", count=n), 10.0 + n / 100) for n in range(100)]
    assert sum(taken) == 5
    shown = read_board(path, 11.0)
    assert shown is not None
    assert (shown.exercise, shown.count) == ("squat", max(n for n in range(100) if taken[n]))


def test_an_old_board_is_no_session(tmp_path: Path) -> None:
    board = LiveBoard(tmp_path / "live.json")
    board.put(LIVE, 10.0)
    assert read_board(tmp_path / "live.json", 10.0 + FRESH_S) is not None
    assert read_board(tmp_path / "live.json", 10.1 + FRESH_S) is None
    # After a restart the clock begins anew: what an earlier boot left is old.
    assert read_board(tmp_path / "live.json", 5.0) is None
    board.clear()
    assert read_board(tmp_path / "live.json", 10.0) is None


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"count": "x"}', b"x" * 100_000])
def test_a_damaged_board_is_no_session(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "live.json"
    path.write_bytes(text)
    assert read_board(path, 0.0) is None


def test_a_board_that_cannot_be_written_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not LiveBoard(tmp_path / "file" / "live.json").put(LIVE, 1.0)


def test_the_board_lies_in_memory_where_there_is_a_place(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert board_path(data, {}) == data / "live.json"
    assert board_path(data, {"RUNTIME_DIRECTORY": "/run/plumbline"}) == Path(
        "/run/plumbline/live.json"
    )
    desktop = board_path(data, {"XDG_RUNTIME_DIR": str(tmp_path)})
    assert desktop.is_relative_to(tmp_path / "plumbline")
    assert desktop != board_path(tmp_path / "other", {"XDG_RUNTIME_DIR": str(tmp_path)})


def test_there_is_no_field_for_a_picture() -> None:
    assert {one.name for one in fields(Live)} == {
        "exercise",
        "side",
        "count",
        "target",
        "unit",
        "cue",
        "tone",
        "points",
        "marked",
        "person",
        "mono_s",
    }


def test_points_the_model_does_not_believe_in_are_left_out() -> None:
    figure = Figure(
        points=((0.5, 0.12345), (0.1, 0.2), None), sure=(True, False, True), marked=frozenset()
    )
    assert points_of(figure) == ((0.5, 0.123), None, None)
    assert points_of(None) == ()


def test_a_phone_sees_it_in_its_words(tmp_path: Path) -> None:
    house = House(tmp_path)
    phone = house.phone()
    assert phone.get("/live.json").json() == {"on": False}
    board = LiveBoard(house.place.board)
    board.put(LIVE, house.clock.now.mono_s)
    shown = phone.get("/live.json").json()
    assert (shown["exercise"], shown["count"], shown["of"]) == ("Squat", 3, "of 8")
    assert shown["unit"] == "reps"
    assert shown["fill"] == pytest.approx(3 / 8)
    assert "Somebody is training now" in phone.get("/").text
    house.clock.on(1.0)
    board.put(Live("hip_flexor_stretch", "left", 1, 30, unit="seconds"), house.clock.now.mono_s)
    assert phone.get("/live.json").json()["unit"] == "seconds"
    house.clock.on(FRESH_S + 1.0)
    assert phone.get("/live.json").json() == {"on": False}
