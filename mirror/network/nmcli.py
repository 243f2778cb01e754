"""NetworkManager, by its own command `nmcli`: no shell, no password among the words of a command.

A password goes to `nmcli connection edit` by its standard input. A network is tried with a profile
in memory and written only when it was joined: NetworkManager then keeps the password, readable for
root. nmcli's editor would keep what it was told in a file of the home; it gets none.
"""

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirror.network.port import Access, Heard, Hotspot, NetworkError, Outcome, Status
from mirror.network.terse import heard, rows, why

HOTSPOT: Final = "plumbline-setup"
"""Name of the profile, by which a forgotten one is found."""
TRIED: Final = "plumbline-trying"
ADDRESS: Final = Hotspot("10.42.0.1", 24, "")
"""NetworkManager's own choice for a shared network."""
ARP: Final = Path("/proc/net/arp")
ACTIVATE_S: Final = 45
"""A wrong password takes NetworkManager up to 25 s to notice, an address from DHCP up to 45 s."""
QUICK_S: Final = 15
_LOOKS: Final = 20  # of 20 to 50 ms each
_NOT_RUNNING: Final = 8  # nmcli(1), exit status
_WIFI: Final = "802-11-wireless"
# WPA2 alone and without management frame protection, which phones and the Pi's chip agree on.
_AP: Final = (
    *("802-11-wireless.mode", "ap", "802-11-wireless.band", "bg"),
    *("ipv4.method", "shared", "ipv6.method", "disabled"),
    *("wifi-sec.proto", "rsn", "wifi-sec.pairwise", "ccmp", "wifi-sec.group", "ccmp"),
    *("wifi-sec.pmf", "disable"),
)


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended: its exit code, and what it said."""

    code: int
    out: str = ""
    error: str = ""


Run = Callable[[Sequence[str], str, float], Done]
"""Runs nmcli with these words, this standard input and this limit in seconds."""


def runner(command: Sequence[str] = ("nmcli",)) -> Run:
    """The real thing; raises NetworkError when there is no nmcli, or it hangs."""
    environment = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "LC_ALL": "C.UTF-8",
        "HOME": "/nonexistent",
        "XDG_CACHE_HOME": "/nonexistent",
    }

    def run(words: Sequence[str], said: str, limit_s: float) -> Done:
        try:
            done = subprocess.run(  # noqa: S603 - a list of words, no shell
                [*command, *words],
                input=said,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=limit_s,
                env=environment,
                check=False,
            )
        except FileNotFoundError as error:
            reason = "unmanaged"
            raise NetworkError(reason) from error
        except (OSError, subprocess.TimeoutExpired):
            reason = "failed"
            raise NetworkError(reason) from None  # its words name what was sent
        return Done(done.returncode, done.stdout, done.stderr)

    return run


class NetworkManager:
    """See the module and `mirror.network.port.Network`.

    Args:
        run: runs nmcli.
        arp: the kernel's table of neighbours.
    """

    def __init__(self, run: Run | None = None, *, arp: Path = ARP) -> None:
        """Do nothing yet."""
        self._run = runner() if run is None else run
        self._arp = arp

    def status(self) -> Status:
        """See `Network`."""
        try:
            radio = self._ask("-t", "-f", "WIFI-HW,WIFI", "general", "status")
            hardware, switch = next(rows(radio, 2), ["missing", ""])
            devices = [(one[1], one[2]) for one in self._devices()]
            saved = self._ask("-t", "-f", "NAME,TYPE", "connection", "show")
        except NetworkError as error:
            return Status("unmanaged" if error.reason == "unmanaged" else "absent")
        known = any(kind == _WIFI and name not in {HOTSPOT, TRIED} for name, kind in rows(saved, 2))
        name = self._joined()
        wired = any(kind == "ethernet" and state.startswith("connected") for kind, state in devices)
        link: str = "wifi" if name else "wired" if wired else "none"
        managed = any(kind == "wifi" and state != "unmanaged" for kind, state in devices)
        if hardware == "missing" or not managed:
            return Status("absent", link, known=known)  # type: ignore[arg-type] # one of three
        off = "disabled" in {hardware, switch}
        return Status("off" if off else "ready", link, name, known)  # type: ignore[arg-type] # likewise

    def scan(self) -> tuple[Heard, ...]:
        """See `Network`."""
        self._interface()
        listed = ("-t", "-f", "SSID,SIGNAL,SECURITY", "device", "wifi", "list")
        return heard(self._ask(*listed, "--rescan", "yes", limit_s=2 * QUICK_S))

    def open_hotspot(self, access: Access) -> Hotspot:
        """See `Network`."""
        self.close_hotspot()
        interface = self._interface()
        own = f"{ADDRESS.address}/{ADDRESS.prefix}"
        self._add(HOTSPOT, access, "ifname", interface, *_AP, "ipv4.addresses", own)
        if self._up(HOTSPOT).code != 0:
            self.close_hotspot()
            reason = "failed"
            raise NetworkError(reason)
        return Hotspot(ADDRESS.address, ADDRESS.prefix, interface)

    def close_hotspot(self) -> None:
        """See `Network`."""
        self._delete(HOTSPOT)

    def join(self, access: Access) -> Outcome:
        """See `Network`."""
        interface = self._interface()
        before = self._saved(access.ssid)
        hidden = ("802-11-wireless.hidden", "yes" if access.hidden else "no")
        try:
            self._add(TRIED, access, "ifname", interface, *hidden)
            done = self._up(TRIED)
            if done.code != 0:
                return why(done.error)
            self._keep(access.ssid, before)
        finally:
            self._delete(TRIED)
        return "joined"

    def visited(self) -> bool:
        """See `Network`."""
        try:
            lines = self._arp.read_text(encoding="ascii").splitlines()
        except OSError:
            return False
        start = ADDRESS.address.rpartition(".")[0] + "."
        # IP address, HW type, flags, HW address, mask, device; flag 2: an answer came.
        found = [line.split() for line in lines if line.startswith(start)]
        return any(len(one) > 2 and int(one[2], 16) & 2 for one in found)  # noqa: PLR2004 - fields

    def _keep(self, ssid: str, before: Sequence[str]) -> None:
        """Write the tried profile, for whichever interface the next start finds.

        What was known of the network before goes: it may have an old password.
        """
        kept = ("connection.id", ssid, "connection.interface-name", "")
        self._ask("connection", "modify", TRIED, *kept, "connection.autoconnect", "yes")
        for uuid in before:
            self._run(("connection", "delete", "uuid", uuid), "", QUICK_S)

    def _joined(self) -> str:
        """The Wi-Fi that is joined; empty without one, and for our own."""
        for name, kind, state in self._active():
            if kind == _WIFI and name != HOTSPOT and state == "activated":
                return self._ssid("id", name) or name
        return ""

    def _active(self) -> list[list[str]]:
        listed = ("-t", "-f", "NAME,TYPE,STATE", "connection", "show", "--active")
        return list(rows(self._ask(*listed), 3))

    def _saved(self, ssid: str) -> list[str]:
        """Profiles of a network, by their ids."""
        listed = self._ask("-t", "-f", "UUID,TYPE", "connection", "show")
        return [
            uuid
            for uuid, kind in rows(listed, 2)
            if kind == _WIFI and self._ssid("uuid", uuid) == ssid
        ]

    def _ssid(self, by: str, name: str) -> str:
        said = self._ask("-g", "802-11-wireless.ssid", "connection", "show", by, name)
        return next(rows(said, 1), [""])[0]

    def _devices(self) -> list[list[str]]:
        return list(rows(self._ask("-t", "-f", "DEVICE,TYPE,STATE", "device", "status"), 3))

    def _interface(self) -> str:
        """The Wi-Fi's name in the kernel.

        Raises:
            NetworkError: "absent" or "off".
        """
        for name, kind, state in self._devices():
            if kind == "wifi" and state != "unmanaged":
                if state != "unavailable":
                    return name
                reason = "off"
                raise NetworkError(reason)
        reason = "absent"
        raise NetworkError(reason)

    def _add(self, name: str, access: Access, *more: str) -> None:
        """A profile in memory, with its password."""
        self._delete(name)
        words = ("connection", "add", "save", "no", "type", "wifi", "con-name", name)
        own = ("autoconnect", "no", "ssid", access.ssid, *more, "wifi-sec.key-mgmt", "wpa-psk")
        self._ask(*words, *own)
        script = f"set 802-11-wireless-security.psk {access.key}\nsave temporary\nquit\n"
        self._ask("connection", "edit", "id", name, said=script)
        # One time in 60 the real NetworkManager did not have it yet when the editor had ended.
        shown = ("-s", "-g", "802-11-wireless-security.psk", "connection", "show", "id", name)
        for _ in range(_LOOKS):
            if [access.key] in rows(self._ask(*shown), 1):
                return
        reason = "failed"
        raise NetworkError(reason)

    def _up(self, name: str) -> Done:
        words = ("-w", str(ACTIVATE_S), "connection", "up", "id", name)
        return self._run(words, "", ACTIVATE_S + QUICK_S)

    def _delete(self, name: str) -> None:
        self._run(("connection", "delete", "id", name), "", QUICK_S)

    def _ask(self, *words: str, said: str = "", limit_s: float = QUICK_S) -> str:
        """What nmcli says.

        Raises:
            NetworkError: it failed.
        """
        done = self._run(words, said, limit_s)
        if done.code != 0:
            raise NetworkError("unmanaged" if done.code == _NOT_RUNNING else "failed")
        return done.out
