"""An `nmcli` that is played: takes the words of the real one and answers in its terse format.

Its sentences, exit codes and escapes are those of NetworkManager 1.52 (Debian 13), seen on the real
one where that needs no Wi-Fi (tests/contracts/test_networks.py runs there too), else as in nmcli(1)
and its source. What the editor is told comes by standard input.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mirror.network.nmcli import Done
from mirror.network.simulated import Station

# nmcli's exit codes.
UNKNOWN, FAILED, NOT_RUNNING, NOT_FOUND = 1, 4, 8, 10
SECURITY = {"wpa": "WPA1 WPA2", "open": "", "wpa3": "WPA3", "enterprise": "WPA2 802.1X"}
REASONS = {
    "password": "Secrets were required, but not provided",
    "range": "The Wi-Fi network could not be found",
    "address": "IP configuration could not be reserved (no available address, timeout, etc.)",
}


def escaped(field_: str) -> str:
    return field_.replace("\\", "\\\\").replace(":", "\\:")


@dataclass
class Profile:
    """A connection of NetworkManager."""

    name: str
    uuid: str
    values: dict[str, str]
    saved: bool = False


@dataclass
class FakeNmcli:
    """The world around the Wi-Fi, and every word that was said."""

    air: list[Station]
    hardware: str = "enabled"
    switch: str = "enabled"
    wired: bool = False
    running: bool = True
    profiles: list[Profile] = field(default_factory=list)
    active: str = ""
    words: list[tuple[str, ...]] = field(default_factory=list)
    count: int = 0

    def __call__(  # noqa: C901, PLR0911, PLR0912 - a table
        self, words: Sequence[str], said: str, limit_s: float
    ) -> Done:
        assert limit_s > 0
        self.words.append(tuple(words))
        if not self.running:
            return Done(NOT_RUNNING, "", "Error: NetworkManager is not running.\n")
        rest = [one for one in words if one not in ("-t", "-s")]
        while rest[0] in {"-f", "-g", "-w"}:
            rest = rest[2:]
        match rest:
            case ["general", "status"]:
                return Done(0, f"{self.hardware}:{self.switch}\n")
            case ["device", "status"]:
                return Done(0, self._devices())
            case ["device", "wifi", "list", *_]:
                return self._list()
            case ["connection", "show", "--active"]:
                return Done(0, self._active())
            case ["connection", "show", ("id" | "uuid"), name]:
                found = self._found(name)
                secret = "802-11-wireless-security.psk" in words
                value = "" if found is None else found.values["psk" if secret else "ssid"]
                said = escaped(value)
                return Done(NOT_FOUND) if found is None else Done(0, f"{said}\n")
            case ["connection", "show"]:
                return Done(0, self._profiles(words))
            case ["connection", "add", *more]:
                return self._add(more)
            case ["connection", "edit", "id", name]:
                return self._edit(name, said)
            case ["connection", "modify", name, *more]:
                return self._modify(name, more)
            case ["connection", "delete", ("id" | "uuid"), name]:
                found = self._found(name)
                if found is None:
                    return Done(NOT_FOUND, "", f"Error: unknown connection '{name}'.\n")
                self.profiles.remove(found)
                self.active = "" if self.active == found.uuid else self.active
                return Done(0)
            case ["connection", "up", "id", name]:
                return self._up(name)
        message = f"no such words: {rest}"
        raise AssertionError(message)

    @property
    def has_wifi(self) -> bool:
        return self.hardware != "missing"

    def _devices(self) -> str:
        off = "disabled" in {self.hardware, self.switch}
        wifi = f"wlan0:wifi:{'unavailable' if off else 'disconnected'}\n" if self.has_wifi else ""
        wired = "connected" if self.wired else "unavailable"
        return f"{wifi}eth0:ethernet:{wired}\nlo:loopback:connected (externally)\n"

    def _list(self) -> Done:
        up = self._found(self.active)
        if up is not None and up.values.get("802-11-wireless.mode") == "ap":
            return Done(UNKNOWN, "", "Error: Scanning not allowed while already scanning.\n")
        lines = [
            f"{'' if one.hidden else escaped(one.ssid)}:{one.strength}:{SECURITY[one.security]}\n"
            for one in self.air
            if one.strength
        ]
        return Done(0, "".join(lines))

    def _active(self) -> str:
        up = self._found(self.active)
        own = "" if up is None else f"{escaped(up.name)}:802-11-wireless:activated\n"
        return f"{own}lo:loopback:activated\n"

    def _profiles(self, words: Sequence[str]) -> str:
        by_name = "NAME,TYPE" in words
        return "lo:loopback\n" + "".join(
            f"{escaped(one.name) if by_name else one.uuid}:802-11-wireless\n"
            for one in self.profiles
        )

    def _found(self, name: str) -> Profile | None:
        return next((one for one in self.profiles if name in {one.name, one.uuid}), None)

    def _add(self, more: Sequence[str]) -> Done:
        values = dict(zip(more[::2], more[1::2], strict=True))
        self.count += 1
        made = Profile(values["con-name"], f"uuid-{self.count}", values, values["save"] == "yes")
        self.profiles.append(made)
        return Done(0, f"Connection '{made.name}' ({made.uuid}) successfully added.\n")

    def _edit(self, name: str, said: str) -> Done:
        found = self._found(name)
        assert found is not None
        first, second, last = said.splitlines()
        word, key, secret = first.split(" ", 2)
        assert (word, key) == ("set", "802-11-wireless-security.psk")
        assert (second, last) == ("save temporary", "quit")
        found.values["psk"] = secret.rstrip()  # as the real one does
        return Done(0, f"nmcli> {said}")

    def _modify(self, name: str, more: Sequence[str]) -> Done:
        found = self._found(name)
        assert found is not None
        found.values.update(zip(more[::2], more[1::2], strict=True))
        found.name, found.saved = found.values["connection.id"], True
        return Done(0)

    def _up(self, name: str) -> Done:
        found = self._found(name)
        if found is None:
            return Done(NOT_FOUND)
        if found.values.get("802-11-wireless.mode") == "ap":
            self.active = found.uuid
            return Done(0)
        why = self._why(found)
        if why:
            said = f"Error: Connection activation failed: {REASONS.get(why, 'Unknown error')}\n"
            return Done(FAILED, "", said)
        self.active = found.uuid
        return Done(0, "Connection successfully activated\n")

    def _why(self, wanted: Profile) -> str:
        named = [one for one in self.air if one.ssid == wanted.values["ssid"] and one.strength]
        hidden = wanted.values["802-11-wireless.hidden"] == "yes"
        one = next((one for one in named if hidden or not one.hidden), None)
        if one is None:
            return "range"
        if one.security != "wpa":
            return "failed"
        if one.password != wanted.values["psk"]:
            return "password"
        return "" if one.gives else "address"
