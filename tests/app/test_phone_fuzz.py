"""Every route with made-up methods, paths, queries, headers and forms: none breaks a page."""

import re
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from mirror.web.guard.shield import Shield
from tests.app.phone_world import House, csrf

FEW = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# What HTTP can carry in a header; other bytes never reach an application.
HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)
WORDS = st.one_of(
    st.text(max_size=30),
    st.integers().map(str),
    st.sampled_from(
        ["anna", "session-025", "..", "%00", "' OR 1=1", "\ud7ff", "9" * 30, "on", "2026-05"]
    ),
)
NAMES = st.sampled_from(
    ["csrf", "person", "name", "language", "goals", "bands", "phone", "volume", "voice", "code"]
)


@cache
def house() -> House:
    return House(Path(mkdtemp()))


@cache
def clients() -> tuple[TestClient, TestClient, str]:
    phone = house().phone()
    return house().stranger(), phone, csrf(phone, "/profile")


def paths() -> list[str]:
    app = house().app
    assert isinstance(app, Shield)
    assert isinstance(app.app, Starlette)
    found = [one.path for one in app.app.routes if isinstance(one, Route)]
    # Each download starts a process: that is another test's.
    return [path for path in found if not path.startswith("/export/")]


@given(
    data=st.data(),
    paired=st.booleans(),
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "OPTIONS"]),
    query=st.dictionaries(st.sampled_from(["before", "month", "v", "x"]), WORDS, max_size=3),
    form=st.dictionaries(NAMES, WORDS, max_size=6),
    headers=st.dictionaries(
        st.sampled_from(["hx-request", "accept-language", "origin", "user-agent", "referer"]),
        HEADER,
        max_size=3,
    ),
    honest=st.booleans(),
)
@FEW
def test_no_request_breaks_a_page(  # noqa: PLR0913, PLR0917 - the parts of a request
    data: st.DataObject,
    paired: bool,  # noqa: FBT001 - made up
    method: str,
    query: dict[str, str],
    form: dict[str, str],
    headers: dict[str, str],
    honest: bool,  # noqa: FBT001 - made up
) -> None:
    stranger, phone, token = clients()
    path = data.draw(st.sampled_from(paths()))
    # Escaped as a client must: bytes that no request line can carry are for the server to refuse.
    path = re.sub(r"{\w+}", lambda _: quote(data.draw(WORDS), safe="%") or "x", path)
    if honest:
        form["csrf"] = token
    client = phone if paired else stranger
    kept = {"data": form} if method == "POST" else {}
    answer = client.request(
        method,
        path,
        params=query,
        headers={"referer": "", **headers},
        **kept,  # type: ignore[arg-type] # by method
    )
    assert answer.status_code < 500, answer.text
    assert "Traceback" not in answer.text
    if not paired and not path.startswith(("/static", "/pair", "/offline")):
        assert "Anna" not in answer.text


@given(form=st.dictionaries(NAMES, st.lists(WORDS, max_size=3), max_size=8))
@FEW
def test_no_form_breaks_the_profile_or_the_settings(form: dict[str, list[str]]) -> None:
    _, phone, token = clients()
    for path in ("/profile", "/settings"):
        answer = phone.post(path, data={**form, "csrf": token, "person": "anna"})
        assert answer.status_code in {200, 303, 422}
    assert phone.get("/profile").status_code == 200


def test_the_pages_are_alive_after_all_that() -> None:
    _, phone, _ = clients()
    assert phone.get("/").status_code == 200
