"""Standing against moving: the specification's three answers, and silence."""

import pytest

from mirror.programme.plateau import Advice
from mirror.programme.standing import compare


@pytest.mark.parametrize(
    ("together", "apart", "moving", "key"),
    [
        (2.0, 3.0, 9.0, "standing.movement"),
        (5.0, 5.0, 10.0, "standing.movement"),
        (2.0, 3.0, 7.0, None),
        (9.0, 10.0, 12.0, "standing.inward_too"),
        (9.0, 10.0, 15.0, "standing.mixed"),
        (4.0, 9.0, 10.0, "standing.mixed"),
        (6.0, 6.0, 12.0, "standing.mixed"),
        (None, 3.0, 9.0, None),
        (2.0, 3.0, None, None),
    ],
)
def test_what_is_said(
    together: float | None, apart: float | None, moving: float | None, key: str | None
) -> None:
    found = compare(together, apart, moving)
    reason = found.reason if isinstance(found, Advice) else found
    assert (reason and reason.key) == key


def test_only_standing_inward_names_who_can_look() -> None:
    found = compare(9.0, 10.0, 11.0)
    assert isinstance(found, Advice)
    assert found.route == "orthopaedic"
    assert found.reason.values == {"standing_deg": 10, "moving_deg": 11}
