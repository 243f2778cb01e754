"""Draws the figures of the report. Numbers and names of clips only, never a picture of anyone.

Uses matplotlib's objects directly, not pyplot, as mirror/report/plot.py does.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from scripts.evaluation.angles import pairs
from scripts.evaluation.counting import boundary_errors, rep_exercises
from scripts.evaluation.fault_scores import FaultScore
from scripts.evaluation.quantities import QUANTITIES, Quantity
from scripts.evaluation.summary import Summary
from scripts.evaluation.targets import MAX_BOUNDARY_S, MIN_F1

# Okabe and Ito's colours (jfly.uni-koeln.de/color), which stay apart for the colour-blind.
_BLUE: Final = "#0072B2"
_SKY: Final = "#56B4E9"
_ORANGE: Final = "#E69F00"
_RED: Final = "#D55E00"
_GREY: Final = "#8A8A8A"

_DPI: Final = 100
_COLUMNS: Final = 3


def save(summary: Summary, folder: Path) -> Mapping[str, str]:
    """Draw what there is to draw.

    Args:
        summary: of one model.
        folder: for the pictures; is made when missing.

    Returns:
        File name by figure: "angles", "faults", "boundaries", "confusion".

    Raises:
        OSError: a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    makers: Mapping[str, Callable[[Summary], Figure | None]] = {
        "angles": _angles,
        "faults": _faults,
        "boundaries": _boundaries,
        "confusion": _confusion,
    }
    saved = {}
    for name, make in makers.items():
        figure = make(summary)
        if figure is not None:
            file = folder / f"accuracy-{name}.png"
            figure.savefig(file)
            saved[name] = file.name
    return saved


def _figure(width_px: float, height_px: float) -> Figure:
    return Figure(figsize=(width_px / _DPI, height_px / _DPI), dpi=_DPI, layout="constrained")


def _angles(summary: Summary) -> Figure | None:
    """Measured against true, one picture for each quantity."""
    shown = [one for one in QUANTITIES if pairs(summary.clips, one, "rep")]
    if not shown:
        return None
    lines = -(-len(shown) // _COLUMNS)
    figure = _figure(1300, 90 + 390 * lines)
    grid = figure.subplots(lines, _COLUMNS, squeeze=False).ravel()
    for axes, quantity in zip(grid, shown, strict=False):
        _angle(axes, summary, quantity)
    for axes in grid[len(shown) :]:
        axes.axis("off")
    handles, labels = grid[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False)
    figure.suptitle("Measured against true, rendered clips: on the diagonal is right")
    return figure


def _angle(axes: Axes, summary: Summary, quantity: Quantity) -> None:
    poses = pairs(summary.clips, quantity, "pose")
    reps = pairs(summary.clips, quantity, "rep")
    truth = "ideal camera" if quantity.key == "fppa_mean" else "3-D"
    fit = [(pair.seen if truth == "ideal camera" else pair.solid, pair.measured) for pair in poses]
    if fit:
        axes.plot(*zip(*fit, strict=True), ".", color=_SKY, markersize=3, alpha=0.6, label="pose")
    axes.plot(
        [pair.solid for pair in reps],
        [pair.measured for pair in reps],
        "o",
        color=_BLUE,
        markersize=6,
        markeredgecolor="white",
        label="rep, true value in 3-D",
    )
    axes.plot(
        [pair.seen for pair in reps],
        [pair.measured for pair in reps],
        "x",
        color=_RED,
        markersize=6,
        label="rep, true value for an ideal camera",
    )
    values = [value for pair in reps for value in (pair.measured, pair.seen, pair.solid)]
    values += [value for point in fit for value in point]
    finite = [value for value in values if np.isfinite(value)]
    low, high = min(finite), max(finite)
    room = 0.05 * (high - low) + 1e-3
    limits = (low - room, high + room)
    axes.plot(limits, limits, color="0.5", linewidth=0.9)
    axes.set_xlim(*limits)
    axes.set_ylim(*limits)
    axes.set_aspect("equal")
    unit = "°" if quantity.unit == "deg" else "shank lengths"
    axes.set_title(f"{quantity.name}\n(poses: {truth})", fontsize=10)
    axes.set_xlabel(f"true ({unit})", fontsize=9)
    axes.set_ylabel(f"measured ({unit})", fontsize=9)
    axes.grid(color="0.9", linewidth=0.6)


def _faults(summary: Summary) -> Figure | None:
    """Precision and recall with Wilson intervals, F1 as a mark."""
    shown = [score for score in summary.faults if score.f1 is not None]
    if not shown:
        return None
    figure = _figure(1000, 140 + 62 * len(shown))
    axes = figure.subplots()
    rows = range(len(shown) - 1, -1, -1)
    for row, score in zip(rows, shown, strict=True):
        _interval(axes, row + 0.14, score.precision, score.precision_interval, _BLUE)
        _interval(axes, row - 0.14, score.recall, score.recall_interval, _ORANGE)
        axes.plot(score.f1 or 0.0, row, "D", color="black", markersize=7)
    axes.axvline(MIN_F1, color=_GREY, linestyle="--", linewidth=1.0)
    axes.set_yticks(list(rows), labels=[_fault_label(score) for score in shown])
    axes.set_ylim(-0.6, len(shown) - 0.4)
    axes.set_xlim(-0.03, 1.03)
    axes.grid(axis="x", color="0.9", linewidth=0.6)
    axes.plot([], [], "o-", color=_BLUE, label="precision, 95 %")
    axes.plot([], [], "o-", color=_ORANGE, label="recall, 95 %")
    axes.plot([], [], "D", color="black", label="F1")
    axes.plot([], [], "--", color=_GREY, label=f"target of F1, {MIN_F1}")
    figure.legend(loc="outside lower center", ncols=4, frameon=False)
    figure.suptitle("How reliable each fault is, rendered clips")
    return figure


def _fault_label(score: FaultScore) -> str:
    there = score.hits + score.missed
    name = f"{score.rule.exercise}: {score.rule.name}".replace("_", " ")
    return f"{name}\n{there} of {there + score.false + score.clear} reps have it"


def _interval(
    axes: Axes, row: float, value: float | None, bounds: tuple[float, float] | None, colour: str
) -> None:
    if value is None or bounds is None:
        return
    axes.plot(bounds, (row, row), color=colour, linewidth=2.5, alpha=0.5)
    axes.plot(value, row, "o", color=colour, markersize=6)


def _boundaries(summary: Summary) -> Figure | None:
    """Share of rep starts and ends within so many seconds."""
    starts, ends = boundary_errors(summary.runs, rep_exercises(summary.runs))
    if not starts:
        return None
    figure = _figure(1000, 420)
    axes = figure.subplots()
    for errors, colour, name in ((starts, _BLUE, "start"), (ends, _RED, "end")):
        ordered = np.sort(np.abs(errors))
        share = np.arange(1, len(ordered) + 1) / len(ordered)
        axes.step(ordered, share, where="post", color=colour, label=f"{name} of a rep")
    axes.axvline(
        MAX_BOUNDARY_S,
        color=_GREY,
        linestyle="--",
        label=f"target of the median, {MAX_BOUNDARY_S} s",
    )
    axes.axhline(0.5, color=_GREY, linewidth=0.8)
    axes.set_xlabel("error at most (s)")
    axes.set_ylabel("share of the reps")
    axes.set_xlim(left=0.0)
    axes.set_ylim(0.0, 1.02)
    axes.grid(color="0.9", linewidth=0.6)
    axes.legend(loc="lower right", frameon=False)
    figure.suptitle(f"When reps begin and end, {len(starts)} matched reps")
    return figure


def _confusion(summary: Summary) -> Figure | None:
    """Counted / scored reps of every clip under every exercise."""
    exercises = list(dict.fromkeys(cell.exercise for cell in summary.cells))
    clips = [run.clip.name for run in summary.runs]
    truth = {run.clip.name: run.clip for run in summary.runs}
    figure = _figure(1000, 150 + 25 * len(clips))
    axes = figure.subplots()
    for cell in summary.cells:
        column, row = exercises.index(cell.exercise), clips.index(cell.clip)
        colour = _colour(cell.counted, truth[cell.clip].count, own=cell.own)
        axes.barh(row, 1.0, left=column - 0.5, height=1.0, color=colour, edgecolor="white")
        shown = f"{cell.counted} / {cell.scored}" if cell.counted or cell.own else "0"
        axes.text(column, row, shown, ha="center", va="center", fontsize=9)
    axes.set_yticks(
        range(len(clips)),
        labels=[_clip_label(truth[name].name, truth[name].count) for name in clips],
    )
    axes.set_xticks(
        range(len(exercises)), labels=[name.replace("_", "\n", 1) for name in exercises]
    )
    axes.xaxis.tick_top()
    axes.set_xlim(-0.5, len(exercises) - 0.5)
    axes.set_ylim(len(clips) - 0.5, -0.5)
    axes.tick_params(length=0)
    keys = [Patch(facecolor=colour, label=name) for name, colour in _KEYS.items()]
    figure.legend(handles=keys, loc="outside lower center", ncols=4, frameon=False)
    figure.suptitle("Reps counted / scored of every clip under every exercise")
    return figure


_KEYS: Final = {
    "its exercise, all reps": "#9BD3EE",
    "its exercise, not all": _ORANGE,
    "nothing, as it should be": "#EFEFEF",
    "reps of a wrong exercise": _RED,
}


def _colour(counted: int, true: int, *, own: bool) -> str:
    keys: Sequence[str] = tuple(_KEYS.values())
    if own:
        return keys[0] if counted == true else keys[1]
    return keys[3] if counted else keys[2]


def _clip_label(name: str, count: int) -> str:
    return f"{name} ({count})"
