"""`scripts/tradeoff.py`: what it calls an error, and how it puts errors beside times."""

from pathlib import Path

import numpy as np
import pytest

from exercises.pose import LANDMARK_COUNT
from scripts.quantization.compare import JOINTS, TRUE_JOINTS
from scripts.tradeoff import error, read, show, times, write


def test_an_error_is_a_part_of_the_torso_where_somebody_was_found(tmp_path: Path) -> None:
    true = np.zeros((3, 17, 2), dtype=np.float32)
    true[:, 5:7, 1], true[:, 11:13, 1] = 100.0, 300.0  # shoulders and hips: 200 px apart
    np.savez(tmp_path / "clip.npz", keypoints_px=true)
    points = np.full((3, LANDMARK_COUNT, 2), np.nan)
    points[:2, JOINTS] = true[:2, TRUE_JOINTS] + (0.0, 20.0)
    points[1, JOINTS] += (0.0, 20.0)
    assert error(points, tmp_path / "clip.mp4") == pytest.approx((10.0 + 20.0) / 2)


def test_means_stand_beside_the_times_of_one_thread(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("full-int8", 1, 7.0), ("full-int8", 2, 9.0)]
    pipeline = {
        "configurations": [
            dict(zip(("model", "threads", "cpu_ms"), row, strict=True)) for row in rows
        ],
        "peers": {"mediapipe": {"cpu_ms": 20.0}},
    }
    cpu_ms = times(pipeline)
    assert cpu_ms == {"full-int8": 7.0, "mediapipe": 20.0}
    kept = {"full-int8": [4.0, 5.0], "full-int8, smoothed": [3.0, 4.5], "mediapipe": [4.0, 4.4]}
    write(tmp_path / "table.csv", ["a", "b"], kept)
    assert read(tmp_path / "table.csv") == kept
    show(kept, cpu_ms)
    printed = capsys.readouterr().out.splitlines()
    assert "| full-int8 | 4.50 | 3.75 | 5.00 | 7.00 |" in printed
    assert "| mediapipe | 4.20 | its own | 4.40 | 20.00 |" in printed
