"""Only a press on the mirror opens pairing, and a code lets one phone in."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mirror.web import qr
from mirror.web.database import FILE_NAME, open_web
from mirror.web.pairing import TRIES, WINDOW_S, close_pairing, open_pairing, state_of, try_code
from tests.app.phone_world import START, House, csrf


@pytest.fixture
def web(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_web(tmp_path)) as connection:
        yield connection


def opened(web: sqlite3.Connection) -> str:
    return open_pairing(web, START, random_bytes=lambda count: bytes(range(count)))


def test_pairing_is_closed_until_it_is_opened(web: sqlite3.Connection) -> None:
    assert state_of(web, START).kind == "closed"
    assert try_code(web, "000000", START) == "closed"


def test_the_right_code_lets_one_phone_in(web: sqlite3.Connection) -> None:
    code = opened(web)
    assert len(code) == 6
    assert state_of(web, START).left_s == WINDOW_S
    assert try_code(web, code, START) == "right"
    assert state_of(web, START).kind == "paired"
    assert try_code(web, code, START) == "closed"


def test_after_five_wrong_codes_the_right_one_is_refused(web: sqlite3.Connection) -> None:
    code = opened(web)
    assert [try_code(web, "12", START) for _ in range(TRIES)] == ["wrong"] * TRIES
    assert state_of(web, START).kind == "spent"
    assert try_code(web, code, START) == "closed"
    assert try_code(web, opened(web), START) == "right"


@pytest.mark.parametrize(
    "now",
    [
        replace(START, mono_s=START.mono_s + WINDOW_S),
        replace(START, mono_s=START.mono_s - 1.0),
        replace(START, boot_id="boot-2"),
    ],
)
def test_a_code_ends_with_its_two_minutes_and_its_boot(
    web: sqlite3.Connection, now: object
) -> None:
    code = opened(web)
    assert try_code(web, code, now) == "closed"  # type: ignore[arg-type] # a Now


def test_the_wall_clock_may_jump(web: sqlite3.Connection) -> None:
    code = opened(web)
    assert try_code(web, code, replace(START, wall_s=0.0)) == "right"


def test_the_mirror_closes_what_it_opened(web: sqlite3.Connection) -> None:
    code = opened(web)
    close_pairing(web)
    assert try_code(web, code, START) == "closed"


def test_a_new_code_takes_the_place_of_an_old_one(web: sqlite3.Connection) -> None:
    old = opened(web)
    new = open_pairing(web, START, random_bytes=lambda count: b"\x07" * count)
    assert old != new
    assert try_code(web, old, START) == "wrong"
    assert try_code(web, new, START) == "right"


def test_neither_code_nor_cookie_lies_on_the_disk(tmp_path: Path) -> None:
    house = House(tmp_path, empty=True)
    code, phone = house.code(), house.phone()
    (cookie,) = phone.cookies.values()
    bytes_on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert code.encode() not in bytes_on_disk
    assert cookie.encode() not in bytes_on_disk
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0


def test_a_phone_is_connected_with_the_digits_from_the_glass(tmp_path: Path) -> None:
    house = House(tmp_path)
    phone = house.stranger()
    assert "code" not in phone.get("/pair").text.split("<main")[1].split("<ol")[0]
    code = house.code()
    token = csrf(phone, "/pair")
    answer = phone.post("/pair", data={"code": f" {code[:3]} {code[3:]}", "csrf": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    made = answer.headers["set-cookie"]
    assert "HttpOnly" in made
    assert "SameSite=strict" in made
    assert "Anna" in phone.get("/").text


@pytest.mark.parametrize("code", ["", "000000", "1" * 5000, "' OR 1=1 --", "٣٤٥٦٧٨"])
def test_another_code_is_refused(tmp_path: Path, code: str) -> None:
    house = House(tmp_path, empty=True)
    phone = house.stranger()
    house.code()
    answer = phone.post("/pair", data={"code": code, "csrf": csrf(phone, "/pair")})
    assert answer.status_code == 403
    assert phone.get("/").headers["location"] == "/pair"


def test_guessing_ends_soon_however_often_somebody_presses(tmp_path: Path) -> None:
    house = House(tmp_path, empty=True)
    phone = house.stranger()
    said = []
    for _ in range(4):
        house.code()
        for _ in range(5):
            form = {"code": "000000", "csrf": csrf(phone, "/pair")}
            said.append(phone.post("/pair", data=form).status_code)
    assert said == [403] * 6 + [429] * 14


def test_the_qr_code_says_the_address_and_hides_the_code_from_servers() -> None:
    text = qr.address("mirror.local", 8080, "123456")
    assert text == "http://mirror.local:8080/pair#123456"
    rows = qr.matrix(text)
    assert len({len(row) for row in rows} | {len(rows)}) == 1
    border = qr.BORDER
    assert not any(rows[0])
    # The corner square of every QR code.
    assert rows[border][border : border + 7] == (True,) * 7
    assert rows[border + 1][border : border + 7] == (True, *(False,) * 5, True)
