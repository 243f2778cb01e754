"""Pairing: closed until a person presses a button on the mirror, then one code for one phone.

The mirror calls `open_pairing` and shows the code, as digits and as a QR code (`qr`); it asks
`state_of` whether a phone came, and calls `close_pairing` when the person goes on. A code ends
after two minutes, after five tries by anybody, with the first right one, and with the boot.
"""

import hmac
import sqlite3
from dataclasses import dataclass
from typing import Final, Literal

from mirror.ids import RandomBytes
from mirror.store.connection import transaction
from mirror.web.database import hashed
from mirror.web.now import Now

WINDOW_S: Final = 120.0
TRIES: Final = 5
DIGITS: Final = 6
"""Five tries at a million: a guess succeeds once in 200,000 openings."""

_LATEST: Final = (
    "SELECT id, code_hash, salt, boot_id, mono_s, closed,"
    " (SELECT count(*) FROM pairing_try WHERE pairing_id = pairing.id),"
    " (SELECT max(right) FROM pairing_try WHERE pairing_id = pairing.id)"
    " FROM pairing ORDER BY id DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class PairingState:
    """How a pairing stands.

    Attributes:
        kind: "open"; "paired" with the right code; "spent" after too many tries; else "closed".
        left_s: seconds until it ends; 0 unless open.
        tries: how many are left.
    """

    kind: Literal["open", "paired", "spent", "closed"]
    left_s: float = 0.0
    tries: int = 0


@dataclass(frozen=True, slots=True)
class _Latest:
    id: int
    code_hash: str
    salt: str
    state: PairingState


def open_pairing(connection: sqlite3.Connection, now: Now, *, random_bytes: RandomBytes) -> str:
    """Open pairing, in the place of one that is open; for the mirror, after a press on it.

    Args:
        connection: as from `mirror.web.database.open_web`.
        now: this moment.
        random_bytes: such as `os.urandom`.

    Returns:
        The code to show. It is kept nowhere.

    Raises:
        sqlite3.Error: it could not be saved.
    """
    number = int.from_bytes(random_bytes(8), "big") % 10**DIGITS
    code, salt = f"{number:0{DIGITS}d}", random_bytes(16).hex()
    with transaction(connection):
        connection.execute("DELETE FROM pairing")
        connection.execute(
            "INSERT INTO pairing (code_hash, salt, boot_id, mono_s) VALUES (?, ?, ?, ?)",
            (hashed(code, salt), salt, now.boot_id, now.mono_s),
        )
    return code


def close_pairing(connection: sqlite3.Connection) -> None:
    """End an open pairing; for the mirror."""
    with transaction(connection):
        connection.execute("UPDATE pairing SET closed = 1")


def state_of(connection: sqlite3.Connection, now: Now) -> PairingState:
    """How the latest pairing stands."""
    latest = _latest(connection, now)
    return PairingState("closed") if latest is None else latest.state


def try_code(
    connection: sqlite3.Connection, code: str, now: Now
) -> Literal["right", "wrong", "closed"]:
    """Somebody sent a code; each counts as a try, whatever it is. For the pages."""
    with transaction(connection):
        latest = _latest(connection, now)
        if latest is None or latest.state.kind != "open":
            return "closed"
        right = hmac.compare_digest(hashed(code.strip(), latest.salt), latest.code_hash)
        connection.execute("DELETE FROM pairing_try WHERE pairing_id <> ?", (latest.id,))
        connection.execute(
            "INSERT INTO pairing_try (pairing_id, right) VALUES (?, ?)", (latest.id, int(right))
        )
    return "right" if right else "wrong"


def _latest(connection: sqlite3.Connection, now: Now) -> _Latest | None:
    row = connection.execute(_LATEST).fetchone()
    if row is None:
        return None
    id_, code_hash, salt, boot_id, mono_s, closed, tries, right = row
    age_s = now.mono_s - mono_s
    if right:
        state = PairingState("paired")
    elif closed or boot_id != now.boot_id or not 0.0 <= age_s < WINDOW_S:
        state = PairingState("closed")
    elif tries >= TRIES:
        state = PairingState("spent")
    else:
        state = PairingState("open", WINDOW_S - age_s, TRIES - tries)
    return _Latest(id_, code_hash, salt, state)
