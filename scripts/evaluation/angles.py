"""Errors of what is measured against truth: of every pose and of every rep."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from scripts.evaluation.formulas import BoolArray, FloatArray
from scripts.evaluation.quantities import QUANTITIES, Quantity
from scripts.evaluation.stats import Estimate, ratio
from scripts.evaluation.true_clip import Against, TrueClip
from scripts.evaluation.true_faults import median

Of = Literal["pose", "rep"]

AGAINST: Final[tuple[Against, ...]] = ("seen", "solid")
MAX_LAG_S: Final = 0.4
_LAG_STEP_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class Pair:
    """A measured value beside its two truths, of one pose or one rep of a clip."""

    clip: str
    t_s: float
    measured: float
    seen: float
    solid: float


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors of a quantity, measured less true, in its unit.

    Attributes:
        mae: mean absolute error with its interval; None when it is not reported.
        bias: mean error.
        p95: 95th percentile of the absolute error.
        worst: the clip with the largest mean absolute error, and that error.
        lag_s: delay of the measured values at which they fit best, of poses only.
    """

    quantity: Quantity
    of: Of
    against: Against
    mae: Estimate | None
    bias: float
    p95: float
    worst: tuple[str, float] | None
    lag_s: float | None


def pose_pairs(clip: TrueClip, quantity: Quantity) -> Iterator[Pair]:
    """What was shown after each pose of a true rep, with the truth of that same moment."""
    solid = clip.channels["solid"]
    wanted = (clip.exact.rep >= 0) & _inside(solid["flexion_deg"], quantity.band_deg)
    over = _at_rest(clip, quantity.live_over)
    for sample in clip.run.samples:
        i = _frame(clip.t_s, sample.t_s)
        measured = _mean(sample.values, quantity.live)
        if i is not None and wanted[i] and measured is not None:
            seen_value = float(clip.channels["seen"][quantity.seen][i])
            yield Pair(
                clip.run.clip.name,
                sample.t_s,
                measured / over,
                seen_value,
                float(solid[quantity.solid][i]),
            )


def rep_pairs(clip: TrueClip, quantity: Quantity) -> Iterator[Pair]:
    """The measure of each matched rep, with the truth in the same part of the true rep."""
    for one in clip.matches:
        measured = _mean(one.counted.measures, quantity.measures)
        window = clip.windows.get(one.number)
        if measured is None or window is None:
            continue
        bend_deg = clip.channels["solid"]["flexion_deg"]
        part = window.during & _inside(bend_deg, quantity.rep_band_deg)
        if quantity.rep_band_deg is None or not part.any():
            part = window.bottom
        yield Pair(
            clip.run.clip.name,
            one.counted.peak_s,
            measured,
            median(clip.channels["seen"][quantity.seen][part]),
            median(clip.channels["solid"][quantity.solid][part]),
        )


def pairs(clips: Sequence[TrueClip], quantity: Quantity, of: Of) -> list[Pair]:
    """All pairs of a quantity."""
    take = pose_pairs if of == "pose" else rep_pairs
    return [
        pair
        for clip in clips
        if clip.run.clip.exercise == quantity.exercise and clip.shows(quantity.view)
        for pair in take(clip, quantity)
    ]


def errors(clips: Sequence[TrueClip]) -> tuple[Errors, ...]:
    """Every quantity, of poses and of reps, against both truths."""
    return tuple(
        _errors(clips, quantity, of, against)
        for quantity in QUANTITIES
        if any(clip.run.clip.exercise == quantity.exercise for clip in clips)
        for of in ("pose", "rep")
        for against in AGAINST
    )


def _errors(clips: Sequence[TrueClip], quantity: Quantity, of: Of, against: Against) -> Errors:
    by_clip: dict[str, list[float]] = {}
    for pair in pairs(clips, quantity, of):
        error = pair.measured - (pair.seen if against == "seen" else pair.solid)
        if np.isfinite(error):
            by_clip.setdefault(pair.clip, []).append(error)
    sizes = {name: float(np.mean(np.abs(values))) for name, values in by_clip.items()}
    all_errors = np.array([error for values in by_clip.values() for error in values])
    sums = [float(np.abs(values).sum()) for values in by_clip.values()]
    return Errors(
        quantity=quantity,
        of=of,
        against=against,
        mae=ratio(sums, [len(values) for values in by_clip.values()]),
        bias=float(all_errors.mean()) if len(all_errors) else float("nan"),
        p95=float(np.percentile(np.abs(all_errors), 95)) if len(all_errors) else float("nan"),
        worst=max(sizes.items(), key=lambda item: item[1]) if sizes else None,
        lag_s=_lag_s(clips, quantity, against) if of == "pose" and sizes else None,
    )


def _lag_s(clips: Sequence[TrueClip], quantity: Quantity, against: Against) -> float:
    """Delay of the truth at which the mean absolute error is least; filters make one."""
    channel = quantity.seen if against == "seen" else quantity.solid
    tracks = []
    for clip in clips:
        if clip.run.clip.exercise == quantity.exercise and clip.shows(quantity.view):
            found = list(pose_pairs(clip, quantity))
            measured = np.array([pair.measured for pair in found])
            tracks.append(
                (
                    np.array([pair.t_s for pair in found]),
                    measured,
                    clip.t_s,
                    clip.channels[against][channel],
                )
            )
    lags_s = np.arange(0.0, MAX_LAG_S + 1e-9, _LAG_STEP_S)
    return float(min(lags_s, key=lambda lag_s: _total(tracks, float(lag_s))))


def _total(
    tracks: Sequence[tuple[FloatArray, FloatArray, FloatArray, FloatArray]], lag_s: float
) -> float:
    return sum(
        float(np.nansum(np.abs(measured - np.interp(t_s - lag_s, true_s, true))))
        for t_s, measured, true_s, true in tracks
    )


def _inside(bend_deg: FloatArray, band_deg: tuple[float, float] | None) -> BoolArray:
    if band_deg is None:
        return np.ones(len(bend_deg), dtype=np.bool_)
    return np.asarray((bend_deg >= band_deg[0]) & (bend_deg <= band_deg[1]))


def _at_rest(clip: TrueClip, channel: str | None) -> float:
    """Median of a live channel before the first true rep; 1 for none."""
    if channel is None:
        return 1.0
    first_s = min((rep.start_s for rep in clip.exact.reps), default=float("inf"))
    found = [
        one.values[channel]
        for one in clip.run.samples
        if one.t_s < first_s and channel in one.values
    ]
    return median(np.array(found))


def _frame(times_s: FloatArray, t_s: float) -> int | None:
    """The frame at a time; None where the truth has none."""
    i = int(np.argmin(np.abs(times_s - t_s)))
    step_s = float(times_s[1] - times_s[0]) if len(times_s) > 1 else 1.0
    return i if abs(times_s[i] - t_s) <= step_s / 2 else None


def _mean(values: Mapping[str, float | None], names: Sequence[str]) -> float | None:
    """Mean of several values; None when one is missing."""
    found = [values.get(name) for name in names]
    known = [value for value in found if value is not None and np.isfinite(value)]
    return sum(known) / len(known) if names and len(known) == len(names) else None
