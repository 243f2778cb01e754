"""The pairing page, for anybody."""

from contextlib import closing
from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from mirror.web.asked import NO_STORE, Form, see
from mirror.web.database import open_web
from mirror.web.door import address_of, form_of, give_cookie, is_ours
from mirror.web.guard.rates import Rate, Rates
from mirror.web.pairing import state_of, try_code
from mirror.web.phones import add, name_of
from mirror.web.place import Place, templates, texts_of
from mirror.web.visit import VISIT, language_of, visit_of

_RATE: Final = Rate(burst=6, per_s=0.2)
"""Codes from one address: more than anybody types."""
_LONGEST: Final = 64


@dataclass(frozen=True, slots=True, eq=False)
class Pairing:
    """Shows the page, and takes codes."""

    place: Place
    rates: Rates

    @classmethod
    def of(cls, place: Place) -> "Pairing":
        """With a full bucket for everybody."""
        return cls(place, Rates(_RATE))

    async def show(self, request: Request) -> Response:
        """The page."""
        return await run_in_threadpool(self._page, request, "", 200)

    async def take(self, request: Request) -> Response:
        """A code."""
        form = await form_of(request)
        return await run_in_threadpool(self._take, request, form)

    def _take(self, request: Request, form: Form) -> Response:
        visit = visit_of(self.place, request)
        if visit.fresh or not is_ours(request, form, visit.token):
            return PlainTextResponse("Not from this page\n", 403, NO_STORE)
        now = self.place.clock()
        if not self.rates.take(address_of(request), now.mono_s):
            return self._page(request, "too_often", 429)
        code = "".join((form.get("code") or ("",))[0].split())[:_LONGEST]
        with closing(open_web(self.place.folder)) as web:
            outcome = try_code(web, code, now)
            if outcome != "right":
                self.place.audit.note(web, now, "wrong_code", address_of(request))
                return self._page(request, outcome, 403)
            name = name_of(request.headers.get("user-agent", ""))
            _, token = add(web, now, name=name, random_bytes=self.place.random_bytes)
            self.place.audit.note(web, now, "paired", name)
        answer = see("/")
        give_cookie(answer, token)
        answer.delete_cookie(VISIT, path="/pair", httponly=True, samesite="strict")
        return answer

    def _page(self, request: Request, said: str, status: int) -> Response:
        with closing(open_web(self.place.folder)) as web:
            state = state_of(web, self.place.clock())
        visit = visit_of(self.place, request)
        texts = texts_of(language_of(self.place, request))
        shown = {
            "t": texts,
            "csrf": visit.token,
            "open": state.kind == "open",
            "said": texts[f"phone.pair.{said}"] if said else "",
        }
        html = templates().get_template("pair.html").render(shown)
        return visit.kept(HTMLResponse(html, status, NO_STORE), "/pair")
