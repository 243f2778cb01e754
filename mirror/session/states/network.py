"""Where a phone finds the mirror, and the press that lets one in.

The door is closed until select is pressed here; whoever has the code for it then stands in front of
the mirror. What comes of it is told by `mirror.session.inputs.NetworkChanged`.
"""

from exercises.pose import Pose
from mirror.session.happenings import PairingAsked
from mirror.session.inputs import Button, Synced
from mirror.session.scenes import NoticeView
from mirror.session.stage import Stage
from mirror.session.states.state import AWAY_S, Outcome
from mirror.session.trends import short
from mirror.session.view import Line, SoftLabel
from mirror.text.catalog import Texts

PAIRING_S = 150.0
"""So long the page stays without a press: a code lives for two minutes."""


class Network:
    """See the module."""

    name = "network"

    def __init__(self, stage: Stage) -> None:
        """Start with the door closed."""
        self._stage = stage
        self._asked = False

    def pose(self, _pose: Pose) -> Outcome | None:
        """Only the stage looks at poses here."""
        return None

    def tick(self) -> Outcome | None:
        """Nobody is there any more; whoever types on a phone may stand beside the mirror."""
        most_s = PAIRING_S if self._stage.network.pairing == "open" else AWAY_S
        if self._stage.idle_for_s <= most_s:
            return None
        self._close()
        return "alone"

    def press(self, button: Button) -> Outcome | None:
        """Select opens the door, back closes it; down, or select without a network, is Wi-Fi."""
        if button == "back":
            self._close()
            return "back"
        known = self._stage.network
        if button == ("down" if known.address else "select") and known.wifi.radio == "ready":
            self._close()
            return "wifi"
        if button == "select" and known.address:
            self._asked = True
            self._stage.tell(PairingAsked(self._stage.now_s, open=True))
        return None

    def picture(self) -> NoticeView:
        """Name, address, and the code while the door is open."""
        stage, texts, known = self._stage, self._stage.texts, self._stage.network
        joined = texts["network.joined"].format(name=known.name) if known.name else ""
        words = joined or texts["network.here" if known.address else "network.none"]
        tone = "good" if known.address or known.name else "muted"
        remedy = texts["network.private"]
        if known.code:
            remedy = texts["network.type"].format(address=known.address)
        elif known.pairing in {"paired", "spent", "closed"} and self._asked:
            words, remedy = texts[f"network.{known.pairing}"], texts["network.again"]
        elif known.address:
            remedy = texts["network.open"].format(address=known.address)
        elif known.wifi.radio in {"off", "absent", "unmanaged"}:
            remedy = f"{texts[f'wifi.why.{known.wifi.radio}']}. {remedy}"
        remedy = " · ".join([remedy, *(_synced(one, texts) for one in known.synced)])
        labels: tuple[SoftLabel, ...] = (stage.label("back", "back"),)
        if known.wifi.radio == "ready" and not known.code:
            labels = (stage.label("down" if known.address else "select", "wifi"), *labels)
        if known.address and not known.code:
            labels = (stage.label("select", "pair"), *labels)
        return NoticeView(
            title=texts["menu.network"],
            message=Line(words, tone),  # type: ignore[arg-type] # one of two tones
            remedy=remedy,
            code=known.code,
            qr=known.qr,
            labels=labels,
        )

    def _close(self) -> None:
        if self._asked:
            self._asked = False
            self._stage.tell(PairingAsked(self._stage.now_s, open=False))


def _synced(one: Synced, texts: Texts) -> str:
    """One place the logs go to, in a few words."""
    if one.error:
        return texts["network.sync_error"].format(name=one.name, error=one.error)
    if one.day is None:
        return texts["network.sync_never"].format(name=one.name)
    return texts["network.sync_last"].format(name=one.name, day=short(one.day, texts))
