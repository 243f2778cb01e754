"""How long to wait after a failure: longer each time, and never in step with other mirrors."""

from typing import Final

FIRST_S: Final = 30.0
LONGEST_S: Final = 6 * 3600.0
"""From half a minute to a quarter of a day (design choices): a server that was restarted has what
is new at once, and one that is away for weeks is asked four times a day."""


def wait_s(attempts: int, chance: float, *, asked_s: float | None = None) -> float:
    """Seconds to wait.

    Half of the doubled wait is fixed, half is up to chance ("equal jitter"): mirrors that lost
    one server together do not come back to it together.

    Args:
        attempts: in vain so far, from 1 on.
        chance: a random number from 0 to 1.
        asked_s: how long the other side wants to be left alone; kept within the longest wait.
    """
    # Beyond 2^16 every wait is the longest one, and the power would not fit a float.
    full = min(LONGEST_S, FIRST_S * 2.0 ** min(attempts - 1, 16))
    wait = full * (0.5 + 0.5 * chance)
    return wait if asked_s is None else min(LONGEST_S, max(wait, asked_s))
