"""The mirror's side of the Wi-Fi's set-up: what its service says, as the session takes it."""

from pathlib import Path
from typing import Literal

from mirror.live.phone_server import PORT
from mirror.network.client import ask_as_mirror
from mirror.network.messages import Asked, ToMirror, folder
from mirror.session.inputs import Wifi
from mirror.web.qr import hotspot, matrix


class WifiLink:
    """Asks the service; keeps its latest answer. For one thread.

    Args:
        sockets: where it listens; None: the usual folder.
    """

    def __init__(self, sockets: Path | None = None) -> None:
        """Ask nothing yet."""
        self._sockets = folder() if sockets is None else sockets
        self._asked = False
        self.told = ToMirror()
        self.wifi = Wifi()

    @property
    def unclear(self) -> bool:
        """Whether it was asked never, or before it had looked itself."""
        return not self._asked

    def ask(self, do: Literal["state", "open", "close"] = "state") -> None:
        """Ask, and take what it says; where there is no service, nothing can be set up."""
        answer = ask_as_mirror(self._sockets, Asked(do))
        self._asked = answer is None or answer.radio != ""
        told = answer or ToMirror()
        if told != self.told:
            self.told, self.wifi = told, _wifi(told)


def _wifi(told: ToMirror) -> Wifi:
    page = f"http://{told.address}:{PORT}/wifi" if told.address else ""
    return Wifi(
        radio=told.radio,
        known=told.known,
        phase=told.phase,
        reason=told.reason,
        name=told.name,
        ssid=told.ssid,
        password=told.password,
        address=page,
        code=told.code,
        # The code stands behind "#": a browser sends that to nobody.
        join_qr=matrix(hotspot(told.ssid, told.password)) if told.ssid else (),
        page_qr=matrix(f"{page}#{told.code}") if page else (),
        visited=told.visited,
    )
