"""What a hostile neighbour tries without a socket: all of it is refused and the pages live on."""

import ast
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

import mirror.web
from mirror.web.guard.hosts import allowed, own_names
from mirror.web.guard.rates import Rate, Rates
from mirror.web.guard.shield import BODY_BYTES, PATH_BYTES, Shield
from mirror.web.phones import all_of
from mirror.web.wishes import pending
from tests.app.phone_world import COOKIE, PAGES, House, csrf

OPEN = {
    "/pair",
    "/static/{name}",
    "/offline",
    "/sw.js",
    "/manifest.webmanifest",
    "/favicon.ico",
}
WEB = Path(mirror.web.__file__).parent


def routes(house: House) -> list[Route]:
    assert isinstance(house.app, Shield)
    assert isinstance(house.app.app, Starlette)
    return [one for one in house.app.app.routes if isinstance(one, Route)]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_without_a_cookie_every_page_is_the_pairing_page(house: House) -> None:
    stranger = house.stranger()
    said = set()
    for route in routes(house):
        if route.path in OPEN:
            continue
        path = re.sub(r"{\w+}", "session-025", route.path)
        for method in ("GET", "HEAD", "POST"):
            answer = stranger.request(method, path)
            said.add((answer.status_code, answer.headers.get("location")))
            assert "Anna" not in answer.text
    assert said == {(303, "/pair"), (401, None)}


def test_an_unknown_path_tells_a_stranger_nothing(house: House) -> None:
    stranger = house.stranger()
    answers = [stranger.get(path) for path in ("/", "/nothing", "/camera", "/sessions/1/2")]
    assert {(one.status_code, one.headers["location"]) for one in answers} == {(303, "/pair")}
    assert house.phone().get("/nothing").status_code == 404


def test_what_is_open_says_nothing_of_anybody(house: House) -> None:
    stranger = house.stranger()
    texts = [
        stranger.get(path).text
        for path in ("/pair", "/offline", "/sw.js", "/manifest.webmanifest", "/static/page.js")
    ]
    assert not [text for text in texts if re.search("Anna|Bert|session-0", text)]


@pytest.mark.parametrize("cookie", ["", "x", "' OR ''='", "A" * 43, "%00", "a; b"])
def test_a_made_up_cookie_opens_nothing(house: House, cookie: str) -> None:
    stranger = house.stranger()
    answer = stranger.get("/", headers={"cookie": f"{COOKIE}={cookie}"})
    assert answer.headers["location"] == "/pair"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil.example:8080",
        "192.168.1.99",
        "127.0.0.1.evil.example",
        "mirror.local@evil.example",
        "mirror.local/evil",
        "",
        "[::ffff:1.2.3.4]",
        "mirror.local:99999999",
    ],
)
def test_another_name_gets_nothing(house: House, host: str) -> None:
    for client in (house.stranger(), house.phone()):
        answer = client.get("/", headers={"host": host})
        assert (answer.status_code, "Anna" in answer.text) == (421, False)


@pytest.mark.parametrize("base", ["http://mirror.local", "http://mirror.lan:80", "http://10.1.2.3"])
def test_own_names_and_the_address_reached_are_answered(house: House, base: str) -> None:
    assert house.phone(base=base).get("/more").status_code == 200


def test_names_are_compared_whole() -> None:
    names = own_names(["box.example"], hostname="Glass.example.org")
    assert {"glass", "glass.local", "box.example", "localhost"} <= names
    assert allowed("GLASS.local.:8080", names, "10.0.0.1")
    assert allowed("[fe80::1]:8080", names, "fe80::1%wlan0")
    assert allowed("10.0.0.1", names, "::ffff:10.0.0.1")
    assert not allowed("glass.example.org", names, "10.0.0.1")
    assert not allowed(None, names, "10.0.0.1")


POSTS = ("/who", "/profile", "/settings", "/phones/revoke")


@pytest.mark.parametrize("path", POSTS)
def test_a_form_without_its_token_changes_nothing(house: House, path: str) -> None:
    phone = house.phone()
    other = csrf(house.phone("Android"), "/profile")
    form = {"person": "anna", "name": "Eve", "phone": "1"}
    for token in ("", "0" * 64, other, "ü"):
        assert phone.post(path, data={**form, "csrf": token}).status_code == 403
    with house.web() as web:
        assert pending(web) == ()
        assert len(all_of(web)) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://[bad"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_changes_nothing(house: House, headers: dict[str, str]) -> None:
    phone = house.phone()
    form = {"person": "anna", "name": "Eve", "csrf": csrf(phone, "/profile")}
    assert phone.post("/profile", data=form, headers=headers).status_code == 403
    form["origin"] = "http://localhost"
    assert (
        phone.post("/profile", data=form, headers={"origin": "http://localhost"}).status_code == 303
    )


def test_a_form_is_a_form_and_nothing_else(house: House) -> None:
    phone = house.phone()
    token = csrf(phone, "/profile")
    for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x"):
        answer = phone.post(
            "/profile", content=f"csrf={token}&name=Eve", headers={"content-type": kind}
        )
        assert answer.status_code == 403
    many = "&".join(f"f{n}=1" for n in range(100))
    answer = phone.post(
        "/profile",
        content=f"{many}&csrf={token}",
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 403


TRAVERSALS = (
    "/static/../place.py",
    "/static/..%2fplace.py",
    "/static/%2e%2e/%2e%2e/plumbline.db",
    "/static/....//....//etc/passwd",
    "/static//etc/passwd",
    "/static/page.css%00.png",
    "/static/htmx.LICENSE",
    "/sessions/..%2f..%2fweb.db",
    "/reps/..%2f..%2fweb.db",
    "/export/..%2f..%2fetc%2fpasswd",
)


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_to_a_file(house: House, path: str) -> None:
    for client in (house.stranger(), house.phone()):
        answer = client.get(path)
        assert answer.status_code in {303, 401, 404}
        assert not re.search("root:|import |SQLite", answer.text)


@pytest.mark.parametrize(
    "headers",
    [
        {"content-length": str(BODY_BYTES + 1)},
        {"content-length": "9" * 30},
        {"content-length": "x"},
    ],
)
def test_a_body_said_to_be_too_large_is_not_read(house: House, headers: dict[str, str]) -> None:
    answer = house.phone().post("/profile", content=b"", headers=headers)
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")


def test_too_much_of_anything_is_refused(house: House) -> None:
    phone = house.phone()
    assert phone.post("/profile", content=b"x" * (BODY_BYTES + 1)).status_code == 413
    assert phone.request("GET", "/more", content=b"x").status_code == 413
    assert phone.get(f"/{'x' * PATH_BYTES}").status_code == 414
    assert phone.get("/sessions?before=" + "9" * 500).status_code == 200
    for method in ("PUT", "DELETE", "TRACE", "OPTIONS", "CONNECT", "PATCH", "PROPFIND"):
        assert phone.request(method, "/more").status_code == 405


def test_who_asks_too_often_waits(tmp_path: Path) -> None:
    house = House(tmp_path, empty=True, rate=Rate(burst=5, per_s=1))
    stranger = house.stranger()
    said = [stranger.get("/pair").status_code for _ in range(7)]
    assert said == [200] * 5 + [429] * 2
    house.clock.on(2.0)
    assert [stranger.get("/pair").status_code for _ in range(3)] == [200, 200, 429]


def test_of_addresses_only_so_many_are_remembered() -> None:
    rates = Rates(Rate(1, 0.0))
    assert [rates.take(f"10.0.{n // 250}.{n % 250}", 0.0) for n in range(2000)] == [True] * 2000
    assert len(rates._buckets) <= 256
    # All of a /64 is one neighbour.
    assert rates.take("2001:db8::1", 0.0)
    assert not rates.take("2001:db8::2", 0.0)


@pytest.mark.parametrize("path", [*PAGES, "/pair", "/static/page.css", "/nothing", "/live.json"])
def test_every_answer_carries_the_same_protection(house: House, path: str) -> None:
    for client in (house.phone(), house.stranger()):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "camera=()" in headers["permissions-policy"]
        assert "server" not in headers
        assert "access-control-allow-origin" not in headers
        cached = headers["cache-control"]
        assert cached == "no-store" or path.startswith("/static/")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_holds_a_script_a_style_or_a_secret(house: House, path: str) -> None:
    phone = house.phone()
    text = phone.get(path).text
    assert not re.search(r"<script(?! src)|<style| style=| on[a-z]+=|javascript:|https?://", text)
    assert phone.cookies[COOKIE] not in text


def test_what_a_person_calls_themselves_is_only_words(house: House) -> None:
    phone = house.phone()
    form = {"person": "anna", "name": "<b>&'\"{{", "csrf": csrf(phone, "/profile")}
    assert phone.post("/profile", data=form).status_code == 303
    text = phone.get("/profile").text
    assert "<b>&" not in text
    assert "&lt;b&gt;&amp;&#39;&#34;{{" in text


def test_nothing_here_can_see_a_picture_or_write_records() -> None:
    imported, texts = set(), []
    for path in WEB.rglob("*.py"):
        texts.append(path.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(texts[-1])):
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module or "")
            if isinstance(node, ast.Import):
                imported.update(alias.name for alias in node.names)
    assert not [name for name in imported if name.startswith(("device", "cv2", "picamera2"))]
    writing = {"mirror.store.writer", "mirror.store.statements", "mirror.store.trace_writer"}
    assert not imported & {*writing, "mirror.store.deletion", "mirror.store.rescore"}
    assert not [text for text in texts if "connect_traces" in text]


def test_records_are_the_same_after_every_page(house: House) -> None:
    before = (house.folder / "plumbline.db").read_bytes()
    phone = house.phone()
    for path in (*PAGES, "/reps/session-025-6-1", "/live.json"):
        assert phone.get(path).status_code == 200
    assert (house.folder / "plumbline.db").read_bytes() == before


def test_head_has_no_body(house: House) -> None:
    answer = house.phone().head("/more")
    assert (answer.status_code, answer.content) == (200, b"")
