"""The set-up of the Wi-Fi: into the mirror's own network with the phone, then its page.

Nothing begins by itself where a Wi-Fi is joined: leaving it is asked for first. What comes of it is
told by `mirror.session.inputs.Wifi`; the hotspot ends when this scene does.
"""

from typing import Final

from exercises.pose import Pose
from mirror.session.happenings import WifiAsked
from mirror.session.inputs import Button
from mirror.session.scenes import NoticeView
from mirror.session.stage import ButtonName, Stage
from mirror.session.states.state import AWAY_S, Outcome
from mirror.session.view import Line, Tone

BUSY: Final = frozenset({"looking", "open", "joining"})
SETTING_UP_S: Final = 630.0
"""So long the scene stays without a press: the hotspot ends by itself after ten minutes."""
PATIENCE_S: Final = 15.0
"""Until the answer to a press; the service may have to be started first."""


class SetUpWifi:
    """See the module."""

    name = "wifi"

    def __init__(self, stage: Stage) -> None:
        """Begin, or ask first whether a Wi-Fi may be left."""
        self._stage = stage
        self._leaves = stage.network.name
        self._asked_s: float | None = None
        self._seen = False
        self._visited = False
        self._second: bool | None = None
        if not self._leaves:
            self._ask()

    def pose(self, _pose: Pose) -> Outcome | None:
        """Only the stage looks at poses here."""
        return None

    def tick(self) -> Outcome | None:
        """It worked, or nobody is there any more."""
        now = self._stage.network.wifi
        phase = now.phase
        if now.visited != self._visited:  # the step that suits, whatever was chosen before
            self._visited, self._second = now.visited, None
        if self._asked_s is not None and phase in BUSY:
            self._seen = True
        if self._seen and phase == "joined":
            return "network"
        most_s = SETTING_UP_S if self._seen and phase in BUSY else AWAY_S
        return "alone" if self._stage.idle_for_s > most_s else None

    def press(self, button: Button) -> Outcome | None:
        """Select begins, and then turns between the two steps."""
        if button == "back":
            return "back"
        if button == "select" and self._stage.network.wifi.phase == "open" and self._seen:
            self._second = not self._on_page
        elif button == "select" and not self._waits:
            self._ask()
        return None

    def picture(self) -> NoticeView:
        """Where the set-up stands, and what to do next."""
        now = self._stage.network.wifi
        if self._asked_s is None:
            return self._notice("change", "change_lead", name=self._leaves, select="ok")
        if self._seen and now.phase == "joining":
            return self._notice("joining", "joining_lead", name=now.name)
        if self._seen and now.phase == "open":
            return self._open()
        if self._waits or (self._seen and now.phase in BUSY):
            return self._notice("looking", "looking_lead")
        reason = now.reason or ("failed" if now.radio == "ready" else now.radio or "unmanaged")
        return self._notice(f"why.{reason}", "again", name=now.name, tone="attend", select="again")

    @property
    def _waits(self) -> bool:
        """Nothing came of the press so far."""
        if self._asked_s is None or self._seen:
            return False
        return self._stage.now_s - self._asked_s < PATIENCE_S

    @property
    def _on_page(self) -> bool:
        """The second step is on: a phone is in the hotspot, or the person says so."""
        return self._visited if self._second is None else self._second

    def _ask(self) -> None:
        self._asked_s, self._seen, self._second = self._stage.now_s, False, None
        self._stage.tell(WifiAsked(self._stage.now_s))

    def _open(self) -> NoticeView:
        """The first step until a phone is in the hotspot, then the second; select turns."""
        stage, now = self._stage, self._stage.network.wifi
        second = self._on_page
        words = stage.texts["wifi.second" if second else "wifi.first"]
        lead = stage.texts["wifi.second_lead" if second else "wifi.first_lead"]
        lead = lead.format(ssid=now.ssid, password=now.password, address=now.address)
        tone: Tone = "plain"
        if now.reason:
            words, lead, tone = stage.texts[f"wifi.why.{now.reason}"], f"{words}. {lead}", "attend"
        return NoticeView(
            title=stage.texts["wifi.title"],
            message=Line(words.format(name=now.name), tone),
            remedy=lead,
            code=now.code if second else "",
            qr=now.page_qr if second else now.join_qr,
            labels=(
                stage.label("select", "step_back" if second else "step_on"),
                stage.label("back", "back"),
            ),
        )

    def _notice(
        self, words: str, lead: str, *, name: str = "", tone: Tone = "plain", select: str = ""
    ) -> NoticeView:
        stage, texts = self._stage, self._stage.texts
        chosen: tuple[tuple[ButtonName, str], ...] = (("select", select),) if select else ()
        return NoticeView(
            title=texts["wifi.title"],
            message=Line(texts[f"wifi.{words}"].format(name=name), tone),
            remedy=texts[f"wifi.{lead}"].format(name=name),
            labels=tuple(stage.label(*one) for one in (*chosen, ("back", "back"))),
        )
