"""The mirror's side of the phone pages: lets a phone in, carries out its wishes, shows the session.

A thread does what touches a file, a socket or a process; the session hears of it by its inputs.
"""

import logging
import os
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from mirror.live.own_address import own_address
from mirror.live.phone_server import PORT, PhoneServer
from mirror.live.wifi import WifiLink
from mirror.session.happenings import Happening, PairingAsked, SceneChanged, WifiAsked
from mirror.session.inputs import NetworkChanged, News, PersonWished, SettingsWished, Synced
from mirror.session.session import Session
from mirror.session.view import View
from mirror.store.sync_status import status
from mirror.web.board import INTERVAL_S, Live, LiveBoard, board_path, points_of
from mirror.web.database import open_web
from mirror.web.now import Clock, now
from mirror.web.pairing import close_pairing, open_pairing, state_of
from mirror.web.qr import address, matrix
from mirror.web.wishes import PersonChange, Wish, Wishes, person_with, settings_with

LOOK_S: Final = 1.0
"""Between two looks while the page with the code is on."""
WISHES_S: Final = 10.0
"""Between two looks for wishes while nobody trains."""
JOIN_S: Final = 5.0
LOOKED_AT: Final = frozenset({"network", "wifi"})
OVER_WIFI: Final = frozenset({"wifi", "error", "shut_down"})
"""Scenes that may lie over the set-up of the Wi-Fi without ending it, and itself."""
IDLE: Final = frozenset({"idle", "who", "home", "network"})
"""Scenes in which wishes are carried out: never in the middle of a session."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    """Something for the thread: to open or to close the door or the Wi-Fi, to answer a wish."""

    open: bool | None = None
    answered: Wish | None = None
    wifi: Literal["open", "close"] | None = None


class Doorway:
    """A listener; see the module.

    Args:
        folder: the data folder.
        put: takes inputs for the session, from any thread; must not wait.
        server: the pages' own process.
        own: the address of this machine in its network; empty without one.
        wifi: asks the Wi-Fi's service; None: where it usually is.
        clock: looks at the clocks.
    """

    def __init__(  # noqa: PLR0913 - the parts of a doorway, all named
        self,
        folder: Path,
        put: Callable[[News], None],
        *,
        server: PhoneServer,
        own: Callable[[], str] = own_address,
        wifi: WifiLink | None = None,
        clock: Clock = now,
    ) -> None:
        """Start the thread; the door is closed."""
        self._folder = folder
        self._put = put
        self._server = server
        self._own = own
        self._clock = clock
        self._wifi = wifi or WifiLink()
        self._wifi_open = False
        self._wishes = Wishes(folder)
        self._board = LiveBoard(board_path(folder))
        self._session: Session | None = None
        self._scene = ""
        self._waiting: deque[Wish] = deque()
        self._granted: set[int] = set()
        self._jobs: deque[_Job] = deque()
        self._changed = threading.Condition()
        self._stopping = False
        self._code = ""
        self._told = NetworkChanged("")
        self._shown_s = 0.0
        self._showing = False
        self._thread = threading.Thread(target=self._run, name="doorway", daemon=True)
        self._thread.start()

    def attach(self, session: Session) -> None:
        """The session whose people and settings the wishes are about."""
        self._session = session

    def hear(self, happening: Happening) -> None:
        """See `mirror.live.listener.Listener`."""
        match happening:
            case PairingAsked(open=open_):
                self._do(_Job(open=open_))
            case WifiAsked():
                self._wifi_open = True
                self._do(_Job(wifi="open"))
            case SceneChanged(scene=scene):
                self._scene = scene
                if scene in LOOKED_AT:  # at once, not when the next look is due
                    self._do(_Job())
                if self._wifi_open and scene not in OVER_WIFI:
                    self._wifi_open = False
                    self._do(_Job(wifi="close"))
            case _:
                pass

    def tick(self, t_s: float) -> None:
        """Carry out wishes while nobody trains; show a session while somebody does."""
        session = self._session
        if session is None:
            return
        while self._scene in IDLE and self._waiting:
            self._grant(session, self._waiting.popleft())
        if not 0.0 <= t_s - self._shown_s < INTERVAL_S:
            self._shown_s = t_s
            self._show(session, t_s)

    def close(self) -> None:
        """Close the door and end the thread; may be called twice."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join(JOIN_S)
        self._board.clear()
        self._server.close()

    def _grant(self, session: Session, wish: Wish) -> None:
        change = wish.change
        if isinstance(change, PersonChange):
            known = [one.person for one in session.members if one.person.id == change.person]
            for person in known:
                self._put(PersonWished(person_with(person, change)))
        else:
            self._put(SettingsWished(settings_with(session.settings, change)))
        self._do(_Job(answered=wish))

    def _show(self, session: Session, t_s: float) -> None:
        picture = session.picture() if self._scene == "work" else None
        if not isinstance(picture, View):
            if self._showing:
                self._board.clear()
            self._showing = False
            return
        self._showing = True
        current = session.current
        planned = current.planned
        timed = planned is not None and planned.unit == "seconds"
        cue = picture.cue
        self._board.put(
            Live(
                exercise=current.exercise,
                side=None if planned is None else planned.side,
                count=int(current.tally.held_s) if timed else current.tally.count,
                target=0 if planned is None else planned.target,
                unit="seconds" if timed else "reps",
                cue="" if cue is None else cue.text,
                tone="plain" if cue is None else cue.tone,
                points=points_of(picture.figure),
                marked=() if picture.figure is None else tuple(sorted(picture.figure.marked)),
                person=session.person_id,
            ),
            t_s,
        )

    def _do(self, job: _Job) -> None:
        with self._changed:
            self._jobs.append(job)
            self._changed.notify_all()

    def _run(self) -> None:
        if self._server.wanted:
            self._server.start()
        while (job := self._next()) is not None:
            try:
                self._work(job)
            except (sqlite3.Error, OSError) as error:
                _log.warning("The phone pages' file: %s", error)
        if self._code:
            self._close()
        if self._wifi_open:
            self._wifi.ask("close")

    def _next(self) -> _Job | None:
        """The next job, or an empty one when it is time to look; None at the end."""
        with self._changed:
            wait_s = LOOK_S if self._code or self._scene in LOOKED_AT else WISHES_S
            self._changed.wait_for(lambda: self._jobs or self._stopping, wait_s)
            if self._stopping:
                return None
            return self._jobs.popleft() if self._jobs else _Job()

    def _work(self, job: _Job) -> None:
        if job.answered is not None:
            self._wishes.answer(job.answered, "done", self._clock())
            self._granted.discard(job.answered.id)
        elif job.open:
            self._server.start()
            with closing(open_web(self._folder)) as connection:
                self._code = open_pairing(connection, self._clock(), random_bytes=os.urandom)
        elif job.open is False:
            self._close()
        if job.wifi is not None:
            self._wifi.ask(job.wifi)
        new = [one for one in self._wishes.pending() if one.id not in self._granted]
        self._granted |= {one.id for one in new}
        self._waiting.extend(new)
        self._tell()

    def _synced(self) -> tuple[Synced, ...]:
        return tuple(
            Synced(
                name=one.name,
                day=None
                if one.success_s is None
                else datetime.fromtimestamp(one.success_s).astimezone().date(),
                error=(one.error or "") if one.failing else "",
            )
            for one in status(self._folder)
        )

    def _close(self) -> None:
        self._code = ""
        with closing(open_web(self._folder)) as connection:
            close_pairing(connection)

    def _tell(self) -> None:
        """What the network page shows, when it changed."""
        if self._scene in LOOKED_AT or self._wifi.unclear:
            self._wifi.ask()
        wifi = self._wifi.wifi
        # The address in the hotspot leads nowhere else.
        own, pairing = "" if wifi.ssid else self._own(), self._told.pairing
        if self._code:
            with closing(open_web(self._folder)) as connection:
                pairing = state_of(connection, self._clock()).kind
            if pairing != "open":
                self._code = ""
        elif pairing == "open":
            pairing = "closed"
        shown = bool(self._code and own)
        news = NetworkChanged(
            name=self._wifi.told.joined,
            address=address(own, PORT).removesuffix("/pair") if own else "",
            code=self._code if shown else "",
            qr=matrix(address(own, PORT, self._code)) if shown else (),
            pairing=pairing,
            synced=self._synced(),
            wifi=wifi,
        )
        if news != self._told:
            self._told = news
            self._put(news)
