"""The first set-up of the Wi-Fi, as a table; `SetUp.work` does what takes time.

    off      opened at the mirror          looking
    looking  heard what there is           open; off when the Wi-Fi cannot be used
    open     a network was chosen          joining
             closed, 10 min, 5 wrong codes closing
    joining  it worked                     joined
             it did not                    looking, the reason stays; closed meanwhile: off
    joined   closed                        off
    closing  our network is down           off

One radio cannot listen for others while it is a network itself: it looks first, and again after
each attempt. A password is held from the form to NetworkManager's answer and nowhere else.
"""

import hmac
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

from mirror.network.port import Access, Heard, Hotspot, Network, NetworkError, Status

Phase = Literal["off", "looking", "open", "joining", "joined", "closing"]
Said = Literal["accepted", "closed", "wrong_code", "bad_name", "bad_password", "unsupported"]

LIMIT_S: Final = 600.0
"""So long our network stays open after the latest press or attempt."""
TRIES: Final = 5
FAREWELL_S: Final = 2.0
"""Between the phone's choice and the end of our network, for the answer to arrive."""
STATUS_S: Final = 10.0
"""Between two looks how this machine is connected: each takes nmcli five times."""
_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike. Ten of them have 49 bits, for ten minutes."""
_NAME_SIGNS: Final = 4
_PASSWORD_SIGNS: Final = 10
_CODE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class State:
    """Where the set-up stands.

    Attributes:
        phase: as in the module's table.
        status: how this machine is connected, as last seen.
        reason: why the last attempt failed, or why it ended; empty: no reason.
        name: the network that is being joined, or was.
        access: to our own network; None unless it is or will be open.
        code: to be typed on the page.
        hotspot: our network; None unless it is open.
        heard: what was heard, the strongest first.
        heard_s: when.
        visited: a phone is in our network.
    """

    phase: Phase = "off"
    status: Status | None = None
    reason: str = ""
    name: str = ""
    access: Access | None = None
    code: str = ""
    hotspot: Hotspot | None = None
    heard: tuple[Heard, ...] = ()
    heard_s: float = 0.0
    visited: bool = False


class SetUp:
    """See the module. `work` belongs to one thread; everything else may be called by any.

    Args:
        network: the Wi-Fi.
        clock: monotonic seconds.
        random_bytes: for names, passwords and codes.
        pause: waits for so many seconds.
    """

    def __init__(
        self,
        network: Network,
        *,
        clock: Callable[[], float],
        random_bytes: Callable[[int], bytes],
        pause: Callable[[float], object],
    ) -> None:
        """Start closed, whatever was open before."""
        self._network = network
        self._clock = clock
        self._random = random_bytes
        self._pause = pause
        self._lock = threading.Lock()
        self._state = State(phase="closing")
        self._wanted = False
        self._chosen: Access | None = None
        self._since_s = self._status_s = clock()
        self._tries = 0

    @property
    def state(self) -> State:
        """As it is now."""
        with self._lock:
            return self._state

    def open(self) -> None:
        """Somebody pressed for it at the mirror."""
        with self._lock:
            self._wanted, self._since_s, self._tries = True, self._clock(), 0
            if self._state.phase in {"off", "joined", "closing"}:
                access = Access(
                    f"Plumbline-{self._word(_NAME_SIGNS).upper()}", self._word(_PASSWORD_SIGNS)
                )
                code = f"{int.from_bytes(self._random(8), 'big') % _CODE:06d}"
                self._state = State("looking", self._state.status, access=access, code=code)

    def close(self) -> None:
        """Nobody wants it any more; an attempt that is on goes on."""
        with self._lock:
            self._wanted = False
            if self._state.phase == "open":
                self._state = replace(self._state, phase="closing", reason="")
            elif self._state.phase == "joined":
                self._state = State(status=self._state.status)

    def take(self, code: str, ssid: str, password: str, *, hidden: bool) -> Said:
        """What a phone chose: checked, and then tried by `work`."""
        with self._lock:
            state = self._state
            if state.phase != "open":
                return "closed"
            if not hmac.compare_digest(code.encode(), state.code.encode()):
                self._tries += 1
                if self._tries >= TRIES:
                    self._wanted = False
                    self._state = replace(state, phase="closing", reason="codes")
                return "wrong_code"
            known = {one.ssid: one.security for one in state.heard}
            if known.get(ssid, "wpa") != "wpa":
                return "unsupported"
            try:
                self._chosen = Access(ssid, password, hidden=hidden)
            except ValueError as error:
                return "bad_name" if str(error) == "ssid" else "bad_password"
            self._since_s = self._clock()
            self._state = replace(state, phase="joining", name=ssid, reason="")
            return "accepted"

    def work(self) -> None:
        """Do what is to be done now; may take a minute."""
        match self.state.phase:
            case "looking":
                self._look()
            case "open":
                visited = self._network.visited()
                with self._lock:
                    if self._state.phase == "open":
                        late = self._clock() - self._since_s > LIMIT_S
                        ends = {"phase": "closing", "reason": "time"} if late else {}
                        self._state = replace(self._state, visited=visited, **ends)  # type: ignore[arg-type] # words
            case "joining":
                self._join()
            case "closing":
                self._end()
            case _:
                self._see()

    def stop(self) -> None:
        """The program ends: so does our network."""
        if self.state.phase in {"looking", "open", "joining", "closing"}:
            self._down()

    def _look(self) -> None:
        access = self.state.access
        reason, hotspot = "", None
        heard: tuple[Heard, ...] = ()
        self._down()
        try:
            heard = self._network.scan()
        except NetworkError as error:
            reason = error.reason
        # A radio that hears nothing for once may still open: a name can be typed.
        if access is not None and reason in {"", "failed"} and self._wanted:
            try:
                hotspot = self._network.open_hotspot(access)
            except NetworkError as error:
                reason = error.reason
        with self._lock:
            if hotspot is None:
                self._state = State(status=self._state.status, reason=reason)
                return
            self._since_s = now = self._clock()
            self._state = replace(
                self._state,
                phase="open" if self._wanted else "closing",
                hotspot=hotspot,
                heard=heard,
                heard_s=now,
                visited=False,
            )

    def _join(self) -> None:
        chosen, self._chosen = self._chosen, None
        self._pause(FAREWELL_S)
        self._down()
        try:
            outcome = "failed" if chosen is None else self._network.join(chosen)
        except NetworkError as error:
            outcome = error.reason  # type: ignore[assignment] # likewise a key
        status = self._network.status()
        with self._lock:
            before = self._state
            if outcome == "joined":
                self._state = State("joined", status, name=before.name)
            elif self._wanted:
                again = replace(before, phase="looking", status=status, hotspot=None)
                self._state = replace(again, reason=outcome)
            else:
                self._state = State(status=status, reason=outcome)

    def _end(self) -> None:
        self._down()
        status = self._network.status()
        with self._lock:
            self._status_s = self._clock()
            if self._state.phase == "closing":
                self._state = State(status=status, reason=self._state.reason)

    def _see(self) -> None:
        """Look how this machine is connected, now and then."""
        if self._clock() - self._status_s < STATUS_S:
            return
        status = self._network.status()
        with self._lock:
            self._status_s = self._clock()
            self._state = replace(self._state, status=status)

    def _down(self) -> None:
        try:
            self._network.close_hotspot()
        except NetworkError:
            return  # NetworkManager is gone, and our network with it

    def _word(self, count: int) -> str:
        # 31 signs of 256: the first eight come up 9 times in 256, the others 8 times.
        return "".join(_SIGNS[byte % len(_SIGNS)] for byte in self._random(count))
