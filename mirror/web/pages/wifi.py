"""The page on which a phone in the mirror's own hotspot picks the Wi-Fi of the house.

It is there only while the mirror's hotspot is open, and only for who is in it; for anybody else the
answer is that of any page, the way to pairing. A choice counts only with the code on the glass,
which the Wi-Fi's service checks. The password goes to that service and is kept nowhere here.
"""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from mirror.network.messages import Asked, ToPage
from mirror.network.port import Heard
from mirror.web.asked import NO_STORE, Form
from mirror.web.door import address_of, form_of, is_ours, outside
from mirror.web.guard.rates import Rate, Rates
from mirror.web.place import Place, templates, texts_of
from mirror.web.visit import language_of, visit_of

PATH: Final = "/wifi"
_RATE: Final = Rate(burst=10, per_s=0.2)
"""Choices from one address: a few typing errors in a row."""
_LONGEST: Final = 100
_STRONG: Final = 67
_FAIR: Final = 34
_MOST: Final = 40
"""Networks that are listed: the strongest."""


@dataclass(frozen=True, slots=True)
class Row:
    """A network as the page lists it: strength as "strong", "fair" or "weak", and its lock."""

    ssid: str
    strength: str
    security: str


@dataclass(frozen=True, slots=True, eq=False)
class Wifi:
    """Shows the page, and takes choices."""

    place: Place
    rates: Rates

    @classmethod
    def of(cls, place: Place) -> "Wifi":
        """With a full bucket for everybody."""
        return cls(place, Rates(_RATE))

    async def show(self, request: Request) -> Response:
        """The page."""
        return await run_in_threadpool(self._show, request)

    async def take(self, request: Request) -> Response:
        """A choice."""
        form = await form_of(request)
        return await run_in_threadpool(self._take, request, form)

    def _show(self, request: Request) -> Response:
        known = self.place.wifi(Asked())
        if known is None or not _inside(request, known):
            return outside(request)
        return self._page(request, known)

    def _take(  # noqa: PLR0911 - each way out is another answer
        self, request: Request, form: Form
    ) -> Response:
        known = self.place.wifi(Asked())
        if known is None or not _inside(request, known):
            return outside(request)
        visit = visit_of(self.place, request)
        if visit.fresh or not is_ours(request, form, visit.token):
            return PlainTextResponse("Not from this page\n", 403, NO_STORE)
        if not self.rates.take(address_of(request), self.place.clock().mono_s):
            return self._page(request, known, form, said="too_often", status=429)
        picked, named = _first(form, "pick"), _first(form, "named")
        if not picked and not named:
            return self._page(request, known, form, said="none", status=400)
        answer = self.place.wifi(
            Asked(
                "choose",
                code="".join(_first(form, "code").split()),
                ssid=picked or named,
                password=_first(form, "password"),
                hidden=not picked,
            )
        )
        if answer is None or answer.said == "closed":
            return outside(request)
        if answer.said != "accepted":
            return self._page(request, answer, form, said=answer.said, status=400)
        return self._page(request, answer, form)

    def _page(
        self,
        request: Request,
        known: ToPage,
        form: Form | None = None,
        *,
        said: str = "",
        status: int = 200,
    ) -> Response:
        visit, t = visit_of(self.place, request), texts_of(language_of(self.place, request))
        why = said or (known.reason if known.phase == "open" else "")
        minutes = int(known.age_s // 60)
        shown = {
            "t": t,
            "csrf": visit.token,
            "said": t[f"phone.wifi.said.{why}"].format(name=known.name) if why else "",
            "rows": [_row(one) for one in known.heard[:_MOST]],
            "age": t["phone.wifi.age"].format(minutes=minutes) if minutes else t["phone.wifi.new"],
            "picked": _first(form, "pick") if form else known.name,
            "named": _first(form, "named") if form else "",
            "code": _first(form, "code") if form and said != "wrong_code" else "",
            "sent": t["phone.wifi.sent"].format(name=known.name) if known.phase != "open" else "",
        }
        html = templates().get_template("wifi.html").render(shown)
        return visit.kept(HTMLResponse(html, status, NO_STORE), PATH)


def _first(form: Form, field: str) -> str:
    return (form.get(field) or ("",))[0][:_LONGEST]


def _row(one: Heard) -> Row:
    strength = "strong" if one.strength >= _STRONG else "fair" if one.strength >= _FAIR else "weak"
    return Row(one.ssid, strength, one.security)


def _inside(request: Request, known: ToPage) -> bool:
    """Whether a request comes from the hotspot, to the mirror's address in it, while it is open."""
    reached = request.scope["server"][0] if request.scope.get("server") else ""
    if known.phase not in {"open", "joining"} or not known.address:
        return False
    try:
        own = ip_network(f"{known.address}/{known.prefix}", strict=False)
        return _plain(reached) == ip_address(known.address) and _plain(address_of(request)) in own
    except (ValueError, TypeError):
        return False


def _plain(address: str) -> object:
    """An address; of IPv4 that came over a socket for both, the IPv4 one."""
    found = ip_address(address.split("%", maxsplit=1)[0])
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
