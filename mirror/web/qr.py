"""The way to the pages as a QR code for the mirror's glass."""

from typing import Final

import segno
from segno.helpers import make_wifi_data

BORDER: Final = 4
"""Modules of quiet around it, as the standard asks for."""


def address(host: str, port: int, code: str = "") -> str:
    """What the code says. The pairing code stands behind "#": a browser sends that to nobody."""
    return f"http://{host}:{port}/pair" + (f"#{code}" if code else "")


def hotspot(ssid: str, password: str) -> str:
    """What a phone's camera joins a Wi-Fi by."""
    return str(make_wifi_data(ssid, password, "WPA"))


def matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules row by row, True for dark, with the quiet border around them.

    On black glass the light modules are lit and the dark ones stay mirror, the right way round.
    """
    made = segno.make(text, error="m", micro=False)
    return tuple(
        tuple(bool(module) for module in row) for row in made.matrix_iter(scale=1, border=BORDER)
    )
