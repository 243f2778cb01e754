"""The set-up of the Wi-Fi, with the QR codes of a made-up hotspot."""

from typing import Final

import segno

from mirror.session.scenes import NoticeView
from mirror.session.view import Line, SoftLabel
from mirror.text.catalog import Texts
from mirror.ui.samples.labels import labels

SSID: Final = "Plumbline-K7PW"
PASSWORD: Final = "m4xqz7tkp9"  # noqa: S105 - of nothing
ADDRESS: Final = "http://10.42.0.1:8080/wifi"
CODE: Final = "482501"


def wifi(texts: Texts) -> dict[str, NoticeView]:
    """Pictures by name."""
    first = texts["wifi.first_lead"].format(ssid=SSID, password=PASSWORD)
    wrong = Line(texts["wifi.why.password"].format(name="FRITZ!Box 7590 AX"), "attend")
    join = _qr(f"WIFI:T:WPA;S:{SSID};P:{PASSWORD};;")
    return {
        "network-none": NoticeView(
            title=texts["menu.network"],
            message=Line(texts["network.none"], "muted"),
            remedy=texts["network.private"],
            labels=labels(texts, "wifi", "back"),
        ),
        "network-joined": NoticeView(
            title=texts["menu.network"],
            message=Line(texts["network.joined"].format(name="FRITZ!Box 7590 AX"), "good"),
            remedy=texts["network.open"].format(address="http://192.168.178.45:8080"),
            labels=(
                SoftLabel("down", texts["button.wifi"]),
                *labels(texts, "pair", "back"),
            ),
        ),
        "wifi-first": NoticeView(
            title=texts["wifi.title"],
            message=Line(texts["wifi.first"]),
            remedy=first,
            qr=join,
            labels=labels(texts, "step_on", "back"),
        ),
        "wifi-second": NoticeView(
            title=texts["wifi.title"],
            message=Line(texts["wifi.second"]),
            remedy=texts["wifi.second_lead"].format(address=ADDRESS),
            code=CODE,
            qr=_qr(f"{ADDRESS}#{CODE}"),
            labels=labels(texts, "step_back", "back"),
        ),
        "wifi-again": NoticeView(
            title=texts["wifi.title"],
            message=wrong,
            remedy=f"{texts['wifi.first']}. {first}",
            qr=join,
            labels=labels(texts, "step_on", "back"),
        ),
    }


def _qr(text: str) -> tuple[tuple[bool, ...], ...]:
    made = segno.make(text, error="m", micro=False)
    return tuple(tuple(map(bool, row)) for row in made.matrix_iter(scale=1, border=4))
