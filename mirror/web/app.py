"""The application: which path is which page. All but pairing and the shell go through the door."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from typing import Final

from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from mirror.web.asked import NO_STORE
from mirror.web.database import open_web
from mirror.web.door import Door
from mirror.web.guard.rates import Rate
from mirror.web.guard.shield import RATE, Shield
from mirror.web.pages import house, live, overview, plan, profile, sessions, trends
from mirror.web.pages.export import Exports
from mirror.web.pages.pair import Pairing
from mirror.web.pages.wifi import Wifi
from mirror.web.place import LANGUAGES, Place, assets, templates, texts_of

THREADS: Final = 4
"""Pages made at the same time: a Pi has four cores, and each thread takes memory."""
_YEAR: Final = {"cache-control": "public, max-age=31536000, immutable"}
_FRESH: Final = {"cache-control": "no-cache"}


def application(place: Place, *, rate: Rate = RATE) -> ASGIApp:
    """The pages of a place, shielded."""

    def forged(address: str) -> None:
        with closing(open_web(place.folder)) as web:
            place.audit.note(web, place.clock(), "forged", address)

    return Shield(
        app=_inner(place),
        names=place.names,
        forged=forged,
        mono_s=lambda: place.clock().mono_s,
        rate=rate,
    )


def _inner(place: Place) -> Starlette:
    door, pairing, exports = Door(place), Pairing.of(place), Exports()
    return Starlette(
        routes=[
            *_open(pairing, Wifi.of(place)),
            _get("/", door.page(overview.overview)),
            _get("/who", door.page(overview.who)),
            _post("/who", door.page(overview.choose_person)),
            _get("/sessions", door.page(sessions.session_list)),
            _get("/sessions/{session}", door.page(sessions.session_page)),
            _get("/reps/{rep}", door.data(sessions.figure)),
            _get("/trends", door.page(trends.trends)),
            _get("/plan", door.page(plan.plan_page)),
            _get("/profile", door.page(profile.profile)),
            _post("/profile", door.page(profile.change_profile)),
            _get("/settings", door.page(profile.settings)),
            _post("/settings", door.page(profile.change_settings)),
            _get("/phones", door.page(house.phone_list)),
            _post("/phones/revoke", door.page(house.revoke_phone)),
            _get("/sync", door.page(house.sync)),
            _get("/health", door.page(house.health)),
            _get("/more", door.page(house.more)),
            _get("/about", door.page(house.about)),
            _get("/live", door.page(live.live)),
            _get("/live.json", door.data(live.live_data)),
            _get("/export", door.page(exports.page)),
            _get("/export/{kind}", door.page(exports.download)),
        ],
        exception_handlers={
            HTTPException: _unknown(door),
            sqlite3.Error: _busy,
        },
        lifespan=_few_threads,
    )


def _open(pairing: Pairing, wifi: Wifi) -> list[Route]:
    """What everybody may have: pages for strangers and the shell, in which nothing is personal."""
    return [
        _get("/pair", pairing.show),
        _post("/pair", pairing.take),
        _get("/wifi", wifi.show),
        _post("/wifi", wifi.take),
        _get("/static/{name}", _static),
        _get("/offline", _offline),
        _get("/sw.js", _root_file("sw.js")),
        _get("/manifest.webmanifest", _root_file("manifest.webmanifest")),
        _get("/favicon.ico", _root_file("icon-192.png")),
    ]


Endpoint = Callable[[Request], Awaitable[Response]]


def _get(path: str, endpoint: Endpoint) -> Route:
    return Route(path, endpoint, methods=["GET"])


def _post(path: str, endpoint: Endpoint) -> Route:
    return Route(path, endpoint, methods=["POST"])


async def _static(request: Request) -> Response:
    found = assets().get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("Not found\n", 404, NO_STORE)
    return Response(found.body, headers=_YEAR, media_type=found.type)


def _root_file(name: str) -> Endpoint:
    async def endpoint(_request: Request) -> Response:
        found = assets()[name]
        return Response(found.body, headers=_FRESH, media_type=found.type)

    return endpoint


async def _offline(_request: Request) -> Response:
    languages = [texts_of(one) for one in LANGUAGES]
    html = (
        templates().get_template("offline.html").render({"t": languages[0], "offline": languages})
    )
    return Response(html, headers=_FRESH, media_type="text/html")


def _unknown(door: Door) -> Callable[[Request, Exception], Awaitable[Response]]:
    """No such path, or not in that way: a page that says so, for whoever may see a page."""
    page = door.page(lambda asked: asked.note("unknown", status=404))

    async def answer(request: Request, _error: Exception) -> Response:
        return await page(request)

    return answer


async def _busy(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse(
        "The records are busy. Try again in a moment.\n", 503, {**NO_STORE, "retry-after": "2"}
    )


@asynccontextmanager
async def _few_threads(_app: Starlette) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield
