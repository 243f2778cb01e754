"""What `nmcli --terse` writes, as fields, and its words as ours."""

from collections.abc import Iterator

from mirror.network.port import Heard, Outcome, Security

# nmcli's sentences in the C locale (NetworkManager 1.42, 1.52: libnmc-base/nm-client-utils.c).
_WHY: tuple[tuple[str, Outcome], ...] = (
    ("Secrets were required", "password"),
    ("supplicant took too long to authenticate", "password"),
    ("Wi-Fi network could not be found", "range"),
    ("No network with SSID", "range"),
    ("IP configuration could not be reserved", "address"),
    ("DHCP client", "address"),
)


def rows(text: str, count: int) -> Iterator[list[str]]:
    """The fields of each line that has `count` of them.

    Fields are separated by ":"; nmcli writes a backslash before ":" and before a backslash.
    """
    for line in text.splitlines():
        fields, escaped = [""], False
        for sign in line:
            if escaped or sign not in "\\:":
                fields[-1] += sign
                escaped = False
            elif sign == "\\":
                escaped = True
            else:
                fields.append("")
        if len(fields) == count:
            yield fields


def heard(text: str) -> tuple[Heard, ...]:
    """Networks from SSID, SIGNAL and SECURITY, each once, the strongest first.

    Hidden ones have no name and are left out.
    """
    found: dict[str, Heard] = {}
    for ssid, signal, security in rows(text, 3):
        strength = int(signal) if signal.isdigit() else 0
        if ssid and (ssid not in found or found[ssid].strength < strength):
            found[ssid] = Heard(ssid, min(100, strength), security_of(security))
    return tuple(sorted(found.values(), key=lambda one: (-one.strength, one.ssid)))


def security_of(words: str) -> Security:
    """Such as "WPA2", "WPA1 WPA2", "WPA2 WPA3", "WPA2 802.1X", "WEP"; empty or "--": open."""
    named = set(words.split()) - {"--"}
    if "802.1X" in words:
        return "enterprise"
    if named & {"WPA", "WPA1", "WPA2"}:
        return "wpa"
    if "WPA3" in named:
        return "wpa3"
    return "wep" if "WEP" in named else "open"


def why(said: str) -> Outcome:
    """What kept a network from being joined."""
    return next((outcome for words, outcome in _WHY if words in said), "failed")
