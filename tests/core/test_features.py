"""The reference torso length: followed at rest, kept in a rep, begun anew with another view."""

from collections.abc import Callable

import pytest

from exercises.features import Cleaner
from exercises.pose import Pose
from exercises.smoothing import OneEuroRule

Read = Callable[[str, str], list[Pose]]
Change = Callable[..., Pose]


@pytest.mark.parametrize(
    ("larger", "when", "follows"),
    [
        (1.6, "found at rest", 1.6),  # another view
        (0.6, "found at rest", 0.6),
        (1.2, "found at rest", 1.0),  # the same person, a little nearer or not quite found
        (1.6, "found in a rep", 1.0),  # bent over
        (1.6, "seen at rest", 1.0),
    ],
)
def test_who_is_found_at_another_size_is_measured_anew(
    read_golden: Read, change_pose: Change, larger: float, when: str, follows: float
) -> None:
    before, gone, after = read_golden("squat_valgus", "squat")[:3]
    clean = Cleaner(OneEuroRule())
    standing = clean(before, at_rest=True)
    at_rest = when.endswith("rest")
    if when.startswith("found"):
        absent = Pose.absent(gone.t_s, gone.width_px, gone.height_px)
        assert clean(absent, at_rest=at_rest) is None
    found = clean(change_pose(after, xy_px=after.xy_px * larger), at_rest=at_rest)
    assert standing is not None
    assert found is not None
    assert found.torso_px / standing.torso_px == pytest.approx(follows, abs=0.05)
    jumped = found.points[0][0] / after.xy_px[0, 0]
    assert (jumped == pytest.approx(larger, abs=0.01)) == (follows == larger)
