"""Lets paired phones in, and nobody else. Every page but pairing is made through `Door.page`.

A form must come with its token and from a page of ours. Who is not paired gets the pairing page,
whatever was asked for, so that nothing can be learned from answers.
"""

import hmac
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from mirror.errors import UserError
from mirror.store.reading import people
from mirror.web.asked import NO_STORE, Asked, Form, csrf_of, see
from mirror.web.database import open_web
from mirror.web.guard.hosts import host_of
from mirror.web.now import Now
from mirror.web.phones import KEPT_S, Phone, Recognised, recognise
from mirror.web.place import Place, texts_of
from mirror.web.records import NoRecordsError, reading

COOKIE: Final = "plumbline_phone"
PAIR: Final = "/pair"
_FIELDS: Final = 40

View = Callable[[Asked], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Door:
    """The only way to a page."""

    place: Place

    def page(self, view: View) -> Endpoint:
        """A page for paired phones; with the records, and with forms."""

        async def endpoint(request: Request) -> Response:
            form = await form_of(request)
            return await run_in_threadpool(self._page, view, request, form)

        return endpoint

    def data(self, view: View) -> Endpoint:
        """Data a page of ours fetches by itself: without people, and it renews no cookie."""

        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(self._data, view, request)

        return endpoint

    def _page(self, view: View, request: Request, form: Form) -> Response:
        now = self.place.clock()
        with ExitStack() as opened:
            web = opened.enter_context(closing(open_web(self.place.folder)))
            found = self._found(web, request, now, renew=request.method == "GET")
            if found is None:
                return outside(request)
            if request.method == "POST" and not self._ours(request, form, found.phone):
                self.place.audit.note(web, now, "forged", address_of(request))
                return PlainTextResponse("Not from this page\n", 403, NO_STORE)
            try:
                records = opened.enter_context(reading(self.place.folder))
            except NoRecordsError:
                records = None
            answer = view(self._asked(web, records, found.phone, request, form, now))
        if found.renewed is not None:
            give_cookie(answer, found.renewed)
        return answer

    def _data(self, view: View, request: Request) -> Response:
        now = self.place.clock()
        with closing(open_web(self.place.folder)) as web:
            found = self._found(web, request, now, renew=False)
            if found is None:
                return PlainTextResponse("Not paired\n", 401, NO_STORE)
            return view(self._asked(web, None, found.phone, request, {}, now))

    def _found(
        self, web: sqlite3.Connection, request: Request, now: Now, *, renew: bool
    ) -> Recognised | None:
        token = request.cookies.get(COOKIE, "")
        if not token:
            return None
        found = recognise(web, token, now, renew=renew, random_bytes=self.place.random_bytes)
        if found is None:
            self.place.audit.note(web, now, "old_cookie", address_of(request))
        return found

    def _ours(self, request: Request, form: Form, phone: Phone) -> bool:
        return is_ours(request, form, csrf_of(self.place, f"phone:{phone.id}"))

    def _asked(  # noqa: PLR0913, PLR0917 - the parts of a request
        self,
        web: sqlite3.Connection,
        records: sqlite3.Connection | None,
        phone: Phone,
        request: Request,
        form: Form,
        now: Now,
    ) -> Asked:
        everybody = () if records is None else people(records)
        chosen = [one for one in everybody if one.id == phone.person]
        person = next(iter(chosen or everybody), None)
        language = (person.language if person is not None else "") or self._language()
        return Asked(
            place=self.place,
            web=web,
            records=records,
            phone=phone,
            people=everybody,
            person=person,
            t=texts_of(language),
            route=request.path_params,
            query=request.query_params,
            form=form,
            part=request.headers.get("hx-request") == "true",
            now=now,
        )

    def _language(self) -> str:
        try:
            return self.place.settings().language
        except UserError:
            return "en"


async def form_of(request: Request) -> Form:
    """The fields of a form; none of anything else, or of too much."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if request.method != "POST" or kind != "application/x-www-form-urlencoded":
        return {}
    body = await request.body()
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, max_num_fields=_FIELDS, errors="strict"
        )
    except ValueError:
        return {}
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), value)
    return fields


def is_ours(request: Request, form: Form, token: str) -> bool:
    """Whether a form was sent by a page of ours: its token, and what the browser says of it."""
    sent = (form.get("csrf") or ("",))[0]
    if not hmac.compare_digest(sent.encode(), token.encode()):
        return False
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    try:
        return host_of(urlsplit(origin).netloc) == host_of(request.headers.get("host", ""))
    except ValueError:
        return False


def outside(request: Request) -> Response:
    """The answer for whoever is not paired."""
    if request.headers.get("hx-request") == "true":
        # htmx follows a redirect silently and would put the pairing page into the middle of ours.
        return Response(status_code=401, headers={**NO_STORE, "hx-redirect": PAIR})
    return see(PAIR)


def give_cookie(answer: Response, token: str) -> None:
    """Have a phone keep its cookie.

    Not `Secure`: on the Wi-Fi at home there is no certificate for a name like mirror.local.
    """
    answer.set_cookie(
        COOKIE, token, max_age=int(KEPT_S), path="/", httponly=True, samesite="strict"
    )


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client is not None else ""


def languages_of(headers: Mapping[str, str]) -> tuple[str, ...]:
    """What a browser asks for, in its order."""
    wanted = headers.get("accept-language", "").split(",")[:10]
    return tuple(one.split(";")[0].strip()[:2].lower() for one in wanted)
