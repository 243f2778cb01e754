"""A cookie belongs to one phone, is renewed, and can be taken back."""

from pathlib import Path

import pytest

from mirror.web import audit
from mirror.web.phones import KEPT_S, MOST, RENEW_S, all_of, close_all, name_of
from tests.app.phone_world import COOKIE, House, csrf, keep


def inside(house: House, cookie: str) -> bool:
    client = house.stranger()
    keep(client, cookie)
    return bool(client.get("/more").status_code == 200)


def test_a_copied_cookie_is_worthless_once_the_phone_has_a_new_one(tmp_path: Path) -> None:
    house = House(tmp_path, empty=True)
    phone = house.phone()
    stolen = phone.cookies[COOKIE]
    house.clock.on(RENEW_S + 1.0)
    phone.get("/more")
    assert phone.cookies[COOKIE] != stolen
    # The answer may have been lost: until the new one is used the old one is good.
    assert inside(house, stolen)
    phone.get("/more")
    assert not inside(house, stolen)
    assert phone.get("/more").status_code == 200
    with house.web() as web:
        assert audit.latest(web, 1)[0].what == "old_cookie"


def test_a_phone_keeps_its_cookie_for_a_day_and_data_renews_none(tmp_path: Path) -> None:
    house = House(tmp_path, empty=True)
    phone = house.phone()
    first = phone.cookies[COOKIE]
    phone.get("/more")
    assert phone.cookies[COOKIE] == first
    house.clock.on(RENEW_S + 1.0)
    assert phone.get("/live.json").status_code == 200
    assert phone.cookies[COOKIE] == first


def test_an_unused_phone_is_forgotten(tmp_path: Path) -> None:
    house = House(tmp_path, empty=True)
    phone = house.phone()
    house.clock.on(KEPT_S + 1.0)
    assert phone.get("/more").headers["location"] == "/pair"


def test_a_phone_closes_another_out_and_itself(tmp_path: Path) -> None:
    house = House(tmp_path, empty=True)
    one, other = house.phone("iPhone"), house.phone("Android")
    with house.web() as web:
        latest, first = all_of(web)
    form = {"phone": str(latest.id), "csrf": csrf(one, "/phones")}
    assert one.post("/phones/revoke", data=form).headers["location"] == "/phones"
    assert other.get("/more").headers["location"] == "/pair"
    form = {"phone": str(first.id), "csrf": csrf(one, "/phones")}
    assert one.post("/phones/revoke", data=form).headers["location"] == "/pair"
    assert one.get("/more").headers["location"] == "/pair"


@pytest.mark.parametrize("phone", ["", "0", "99", "-1", "1e9", "1" * 40, "٣"])
def test_of_no_phone_nothing_is_closed_out(tmp_path: Path, phone: str) -> None:
    house = House(tmp_path, empty=True)
    one = house.phone()
    form = {"phone": phone, "csrf": csrf(one, "/phones")}
    assert one.post("/phones/revoke", data=form).status_code == 404
    assert one.get("/more").status_code == 200


def test_the_mirror_closes_all_out_and_lets_new_ones_in(tmp_path: Path) -> None:
    house = House(tmp_path, empty=True)
    old = house.phone()
    with house.web() as web:
        close_all(web)
    assert old.get("/more").headers["location"] == "/pair"
    assert house.phone().get("/more").status_code == 200


def test_of_too_many_phones_the_oldest_goes(tmp_path: Path) -> None:
    house = House(tmp_path, empty=True)
    first, *_ = [house.phone() for _ in range(MOST + 1)]
    assert first.get("/more").headers["location"] == "/pair"
    with house.web() as web:
        assert len(all_of(web)) == MOST


def test_the_audit_is_bounded_whoever_knocks(tmp_path: Path) -> None:
    house = House(tmp_path, empty=True)
    knocks = audit.Audit()
    with house.web() as web:
        web.execute("PRAGMA synchronous = OFF")
        for number in range(audit.KEPT + 50):
            knocks.note(web, house.clock.now, "wished", "iPhone")
            knocks.note(web, house.clock.now, "forged", f"10.0.{number % 2}.1")
        kept = audit.latest(web, 10_000)
        rows = web.execute("SELECT count(*) FROM audit").fetchone()[0]
    assert rows == audit.KEPT
    assert sum(one.what == "forged" for one in kept) <= 2


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)", "iPhone"),
        ("Mozilla/5.0 (Linux; Android 16; K)", "Android"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
        ("<script>alert(1)</script>", "?"),
        ("", "?"),
    ],
)
def test_a_phone_is_named_after_what_it_is(agent: str, name: str) -> None:
    assert name_of(agent) == name
