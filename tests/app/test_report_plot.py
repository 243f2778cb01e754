"""The plot of a made-up set, and the bounded memory behind it."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from exercises.events import Fault, Hold, Rep, RepPartial, RepVoided
from exercises.tracker import Snapshot
from mirror.model import SetResult, View
from mirror.report.plot import save_plot
from mirror.report.trace import Trace

RATE_HZ = 30.0


def snapshot(t_s: float, **changes: object) -> Snapshot:
    signal = float(max(0.0, np.sin(t_s * 1.5)))
    values: dict[str, object] = {
        "t_s": t_s,
        "phase": "wait"
        if t_s < 1.0
        else "rest"
        if signal < 0.3
        else "top"
        if signal > 0.6
        else "out",
        "signal": signal,
        "gauge": 90.0 * signal,
        "gauge_name": "knee_flexion_deg",
        "side": None,
        "count": 0,
        "held_s": 0.0,
        "view_problem": "turned" if 12.0 < t_s < 16.0 else None,
    }
    return Snapshot(**(values | changes))  # type: ignore[arg-type]  # a builder


def made_up_set() -> SetResult:
    fault = Fault(
        code="SQ2",
        name="knees_cave",
        side="left",
        value=0.31,
        unit="ratio",
        severity="red",
        reliability="A",
    )
    reps = tuple(
        Rep(
            index=number + 1,
            side="left",
            start_s=4.2 * number + 0.1,
            peak_s=4.2 * number + 1.1,
            end_s=4.2 * number + 2.1,
            score=(92, 55, None)[number],
            unscored_reason=(None, None, "turned")[number],
            measures={"knee_flexion_deg": 80.0},
            faults=((), (fault,), ())[number],
        )
        for number in range(3)
    )
    return SetResult(
        clip="made_up.mp4",
        exercise="squat",
        model="full-int8",
        frames=600,
        duration_s=20.0,
        tracked_fraction=1.0,
        view=View(ok=True, problem=None),
        reps=reps,
        holds=(Hold(side="left", start_s=13.0, end_s=16.0, held_s=2.6),),
        partials=(RepPartial(t_s=14.8, peak=0.42),),
        voids=(RepVoided(t_s=18.5, reason="feet_moved"),),
    )


def filled_trace(*, seconds: float = 20.0, capacity: int = 4096) -> Trace:
    trace = Trace(capacity=capacity)
    for frame in range(round(seconds * RATE_HZ)):
        t_s = frame / RATE_HZ
        trace.add(t_s, snapshot(t_s))
    return trace


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_writes_each_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"plot{suffix}"
    save_plot(made_up_set(), filled_trace(), path)
    assert path.stat().st_size > 5_000


def test_the_picture_is_1400_px_wide_and_not_blank(tmp_path: Path) -> None:
    path = tmp_path / "plot.png"
    save_plot(made_up_set(), filled_trace(), path)
    image = cv2.imread(str(path))
    assert image is not None
    assert image.shape[1] == 1400
    assert image.std() > 10.0


def test_the_same_set_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("one.png", "two.png"):
        save_plot(made_up_set(), filled_trace(), tmp_path / name)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def test_a_set_without_any_signal_can_be_drawn(tmp_path: Path) -> None:
    trace = Trace()
    trace.add(0.0, snapshot(0.0, signal=None, gauge=None, gauge_name=""))
    save_plot(made_up_set(), trace, tmp_path / "plot.png")
    assert (tmp_path / "plot.png").exists()


def test_a_trace_stays_within_its_capacity_and_keeps_the_peak() -> None:
    trace = Trace(capacity=64)
    for frame in range(10_000):
        trace.add(float(frame), snapshot(float(frame), signal=5.0 if frame == 7_777 else 0.5))
    times_s, values = trace.signal()
    assert len(times_s) == len(values) <= 2 * 64
    assert float(np.nanmax(values)) == 5.0
    peak_s = float(times_s[int(np.nanargmax(values))])
    assert peak_s <= 7_777 <= peak_s + 10_000 / 32
    assert np.all(np.diff(times_s) >= 0)


def test_a_short_trace_is_exact() -> None:
    trace = Trace()
    for frame in range(50):
        trace.add(frame / RATE_HZ, snapshot(frame / RATE_HZ, gauge=float(frame)))
    times_s, values = trace.gauge()
    assert values.tolist() == [float(frame) for frame in range(50)]
    assert float(times_s[-1]) == pytest.approx(49 / RATE_HZ)
    assert trace.gauge_name == "knee_flexion_deg"


def test_unknown_values_are_gaps() -> None:
    trace = Trace(capacity=4)
    for frame, signal in enumerate([None, 1.0, None, None, 2.0, None]):
        trace.add(float(frame), snapshot(float(frame), signal=signal))
    _, values = trace.signal()
    assert np.isnan(values).any()
    assert float(np.nanmax(values)) == 2.0


def test_phases_and_problems_are_kept_as_changes() -> None:
    trace = filled_trace()
    assert [change.state for change in trace.phases][:4] == ["wait", "top", "out", "rest"]
    assert [change.state for change in trace.problems] == [None, "turned", None]
