"""The queue's rules, with targets that fail as they are told to, and a server that means ill."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.sync.backoff import FIRST_S, LONGEST_S, wait_s
from mirror.sync.http import Http, trouble_of
from mirror.sync.parcel import Parcel
from mirror.sync.target import Finding, Receipt
from mirror.sync.trouble import Kind, TroubleError
from mirror.sync.worker import IN_A_ROW, Limits
from tests.app.sync_servers import serving
from tests.app.sync_world import Mirror


@dataclass(slots=True)
class Box:
    """Takes sessions; some it refuses."""

    refused: dict[str, Kind] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)
    tried: list[str] = field(default_factory=list)
    wait_s: float | None = None

    def send(self, parcel: Parcel, receipt: Receipt | None) -> Receipt:
        self.tried.append(parcel.session.id)
        kind = self.refused.get(parcel.session.id)
        if kind is not None:
            raise TroubleError(kind, "box", wait_s=self.wait_s)
        self.taken[parcel.session.id] += 1
        return {"before": "yes" if receipt is not None else "no"}

    def check(self) -> list[Finding]:
        return []

    def close(self) -> None:
        pass


def filled(tmp_path: Path, sessions: int, limits: Limits | None = None) -> Mirror:
    mirror = Mirror(tmp_path / "data", limits)
    mirror.fill(sessions)
    return mirror


@given(st.integers(1, 10_000), st.floats(0.0, 1.0), st.none() | st.floats(0.0, 1e9))
def test_waits_grow_and_are_bounded(attempts: int, chance: float, asked_s: float | None) -> None:
    wait = wait_s(attempts, chance, asked_s=asked_s)
    assert FIRST_S / 2 <= wait <= LONGEST_S
    if asked_s is None:
        assert wait_s(attempts + 1, chance) >= wait
    else:
        assert wait >= min(asked_s, LONGEST_S)


def test_one_record_that_is_never_taken_holds_up_no_other(tmp_path: Path) -> None:
    mirror = filled(tmp_path, 6)
    poison, *others = sorted(mirror.ids)
    box = Box(refused={poison: Kind.REJECTED})
    assert mirror.run(box).sent == 5
    assert set(box.taken) == set(others)
    for _ in range(10):
        mirror.clock.now_s += LONGEST_S
        mirror.run(box)
    assert box.tried.count(poison) == 11
    assert mirror.waiting() == 1
    box.refused.clear()
    mirror.clock.now_s += LONGEST_S
    mirror.run(box)
    assert box.taken == mirror.ids


def test_a_few_in_a_row_and_the_server_is_left_alone(tmp_path: Path) -> None:
    mirror = filled(tmp_path, 10)
    box = Box(refused=dict.fromkeys(mirror.ids, Kind.BROKEN))
    mirror.run(box)
    assert len(box.tried) == IN_A_ROW
    mirror.clock.now_s += 1
    assert mirror.run(box).waiting
    assert len(box.tried) == IN_A_ROW


def test_a_full_server_is_asked_with_one_record_only(tmp_path: Path) -> None:
    mirror = filled(tmp_path, 10)
    box = Box(refused=dict.fromkeys(mirror.ids, Kind.FULL))
    mirror.run(box)
    assert len(box.tried) == 1


def test_what_the_server_asks_for_is_waited(tmp_path: Path) -> None:
    mirror = filled(tmp_path, 2)
    box = Box(refused=dict.fromkeys(mirror.ids, Kind.BUSY), wait_s=3600.0)
    mirror.run(box)
    mirror.clock.now_s += 3599
    assert mirror.run(box).waiting
    assert not mirror.run(box, hurry=True).waiting
    mirror.clock.now_s += 3601
    assert not mirror.run(box).waiting


def test_a_run_is_bounded_in_records_and_in_time(tmp_path: Path) -> None:
    mirror = filled(tmp_path, 10, Limits(parcels=4))
    box = Box()
    assert (mirror.run(box).sent, mirror.run(box).sent, mirror.run(box).left) == (4, 4, 0)
    slow = filled(tmp_path / "slow", 10, Limits(duration_s=25.0))

    class Slow(Box):
        def send(self, parcel: Parcel, receipt: Receipt | None) -> Receipt:
            slow.clock.now_s += 10
            return super().send(parcel, receipt)

    outcome = slow.run(Slow())
    assert (outcome.sent, outcome.left) == (3, 7)


def test_the_oldest_go_first(tmp_path: Path) -> None:
    mirror = filled(tmp_path, 5)
    box = Box()
    mirror.run(box)
    assert box.tried == sorted(mirror.ids)


def test_each_target_has_its_own_cursor(tmp_path: Path) -> None:
    mirror = filled(tmp_path, 3)
    one, two = Box(), Box(refused=dict.fromkeys(mirror.ids, Kind.SILENT))
    mirror.run(one, name="one")
    mirror.run(two, name="two")
    assert (mirror.waiting("one"), mirror.waiting("two")) == (0, 3)


@pytest.fixture
def endless() -> Iterator[int]:
    class Endless(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            while True:  # until the other side has enough
                self.wfile.write(b"x" * 65_536)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Say nothing."""

        def do_PUT(self) -> None:
            self.send_response(302)
            self.send_header("Location", "http://user:pw@elsewhere.example/path?secret=1")
            self.end_headers()

        def do_POST(self) -> None:
            self.send_response(400)
            self.end_headers()
            self.wfile.write(b"\x1b[31mred\x00 " + b"long " * 1000)

    with serving(Endless) as port:
        yield port


def test_an_answer_without_an_end_is_an_error(endless: int) -> None:
    http = Http(timeout_s=5.0)
    with pytest.raises(TroubleError) as caught:
        http.ask("GET", f"http://127.0.0.1:{endless}/")
    assert "its answer has no end" in caught.value.words.message
    http.close()


def test_nobody_is_followed_elsewhere_and_control_characters_are_not_shown(endless: int) -> None:
    url = f"http://127.0.0.1:{endless}/"
    http = Http(timeout_s=5.0)
    moved = trouble_of(http.ask("PUT", url, content=b"x"), url).words.message
    assert moved.endswith("is now at another address (HTTP 302: elsewhere.example)")
    rejected = trouble_of(http.ask("POST", url, content=b"x"), url).words.message
    assert "[31mred long" in rejected
    assert rejected.isprintable()
    assert len(rejected) < 300
    http.close()


@pytest.mark.parametrize(
    "url", ["http://a..b/", "http://" + "a" * 300 + ".example/", "https://[::g]/", "ftp://x/"]
)
def test_an_address_that_is_none_is_told(url: str) -> None:
    http = Http(timeout_s=1.0)
    with pytest.raises(TroubleError):
        http.ask("GET", url)
    http.close()
