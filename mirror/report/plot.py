"""Draws a set over time: signal, gauge, phases, reps, faults, holds and view problems.

Uses matplotlib's objects directly, not pyplot: pyplot keeps every figure in a global and
looks for a screen.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from textwrap import wrap
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from exercises.events import Rep
from mirror.model import SetResult
from mirror.report.trace import Change, Trace
from mirror.report.words import fault_words, measure_words, words

WIDTH_PX: Final = 1400
HEIGHT_PX: Final = 800
_DPI: Final = 100
_TITLE_CHARACTERS: Final = 150
"""A line of the title that is as wide as the curves."""

# Okabe and Ito's colours (jfly.uni-koeln.de/color), which stay apart for the colour-blind.
_BLUE: Final = "#0072B2"
_SKY: Final = "#56B4E9"
_GREEN: Final = "#009E73"
_ORANGE: Final = "#E69F00"
_RED: Final = "#D55E00"
_PURPLE: Final = "#CC79A7"
_GREY: Final = "#8A8A8A"

_PHASES: Final[Mapping[str, tuple[str, float]]] = {
    "wait": (_GREY, 0.30),
    "out": (_SKY, 0.22),
    "top": (_ORANGE, 0.30),
    "hold": (_GREEN, 0.25),
    "pause": (_PURPLE, 0.30),
}
"""Colour and opacity of the bands; "rest", the ground state, stays white."""

_REPS, _FAULTS, _NOT_COUNTED, _VIEW, _HOLDS = 0.0, -1.4, -2.8, -3.8, -4.8
_LANES: Final[Mapping[float, str]] = {
    _REPS: "reps\nscore",
    _FAULTS: "faults",
    _NOT_COUNTED: "not counted",
    _VIEW: "view\nproblem",
    _HOLDS: "holds",
}
"""Height of each row of events and its name."""

_LABEL_SHARE: Final = 0.024
"""Width of a label as a share of the time: 30 of the 1220 px of the curves."""
_MOST_CODES: Final = 3
"""Faults of a rep that have room below its mark."""


def save_plot(result: SetResult, trace: Trace, path: Path) -> None:
    """Write the picture of a set.

    Args:
        result: the set.
        trace: what was noted of it over time.
        path: file to write; its suffix, .png, .svg or .pdf, tells the format.

    Raises:
        OSError: the file cannot be written.
    """
    figure = Figure(figsize=(WIDTH_PX / _DPI, HEIGHT_PX / _DPI), dpi=_DPI, layout="constrained")
    signal, gauge, lanes = figure.subplots(
        3, 1, sharex=True, gridspec_kw={"height_ratios": (3.0, 2.4, 2.8)}
    )
    end_s = max([trace.end_s, *(rep.end_s for rep in result.reps)])
    _draw_signal(signal, result, trace)
    _draw_gauge(gauge, trace)
    for axes in (signal, gauge):
        _draw_phases(axes, trace.phases, end_s)
        axes.grid(axis="y", color="0.85", linewidth=0.6)
        axes.set_axisbelow(True)
    _draw_lanes(lanes, result, trace, end_s)
    lanes.set_xlabel("time (s)")
    lanes.set_xlim(0.0, max(end_s, 0.1))
    figure.suptitle(_title(result), fontsize=12)
    shown = {change.state for change in trace.phases}
    keys = [
        Patch(facecolor=colour, alpha=alpha, label=phase)
        for phase, (colour, alpha) in _PHASES.items()
        if phase in shown
    ]
    if "rest" in shown:
        keys.append(Patch(facecolor="white", edgecolor="0.6", label="rest"))
    if keys:
        figure.legend(handles=keys, loc="outside right upper", title="phase", frameon=False)
    packed = BytesIO()  # a PDF on a full disk raises what is no OSError
    figure.savefig(packed, format=path.suffix[1:].lower(), metadata=_metadata(path))
    path.write_bytes(packed.getvalue())


def _draw_signal(axes: Axes, result: SetResult, trace: Trace) -> None:
    axes.plot(*trace.signal(), color=_BLUE, linewidth=1.4)
    axes.axhline(0.0, color="0.4", linewidth=0.8)
    axes.axhline(1.0, color="0.4", linewidth=0.8, linestyle="--")
    axes.set_ylabel("signal (0 start, 1 target)")
    for rep in result.reps:
        axes.axvline(rep.peak_s, color=_GREEN, linewidth=0.9, linestyle=":")


def _draw_gauge(axes: Axes, trace: Trace) -> None:
    axes.plot(*trace.gauge(), color=_BLUE, linewidth=1.4)
    name, unit = measure_words(trace.gauge_name)
    axes.set_ylabel(f"{name} ({unit})" if unit else name)


def _draw_phases(axes: Axes, phases: Sequence[Change], end_s: float) -> None:
    for start_s, stop_s, phase in _spans(phases, end_s):
        if phase is not None and phase in _PHASES:
            colour, alpha = _PHASES[phase]
            axes.axvspan(start_s, stop_s, color=colour, alpha=alpha, linewidth=0)


def _draw_lanes(axes: Axes, result: SetResult, trace: Trace, end_s: float) -> None:
    """One row for each kind of event, so that marks never cover the curves."""
    lanes = [y for y in _LANES if y != _HOLDS or result.holds]
    axes.set_yticks(lanes, labels=[_LANES[y] for y in lanes])
    axes.set_ylim(min(lanes) - 0.6, 0.6)
    axes.tick_params(axis="y", length=0)
    for upper, lower in pairwise(lanes):
        axes.axhline((upper + lower) / 2, color="0.9", linewidth=0.6)
    _draw_reps(axes, result.reps, end_s)
    _draw_faults(axes, [rep for rep in result.reps if rep.faults], end_s)
    for partial in result.partials:
        _draw_mark(axes, partial.t_s, "^", _GREY, f"partial {partial.peak:.2f}")
    for void in result.voids:
        _draw_mark(axes, void.t_s, "x", _RED, words(void.reason))
    for hold in result.holds:
        _draw_bar(axes, (hold.start_s, hold.end_s), _HOLDS, _GREEN, f"{hold.held_s:.1f} s")
    for start_s, stop_s, problem in _spans(trace.problems, end_s):
        if problem is not None:
            _draw_bar(axes, (start_s, stop_s), _VIEW, _PURPLE, words(problem))


def _draw_reps(axes: Axes, reps: Sequence[Rep], end_s: float) -> None:
    labelled = _spaced([rep.peak_s for rep in reps], end_s)
    for rep in reps:
        colour = _GREY if rep.score is None else _BLUE
        score = "-" if rep.score is None else str(rep.score)
        label = f"{rep.index}\n{score}" if rep.peak_s in labelled else ""
        _draw_bar(axes, (rep.start_s, rep.end_s), _REPS, colour, label)


def _draw_faults(axes: Axes, reps: Sequence[Rep], end_s: float) -> None:
    labelled = _spaced([rep.peak_s for rep in reps], end_s)
    for rep in reps:
        is_red = any(fault.severity == "red" for fault in rep.faults)
        axes.plot(
            rep.peak_s,
            _FAULTS + 0.55,
            marker="D" if is_red else "o",
            color=_RED if is_red else _ORANGE,
            markersize=6,
        )
        if rep.peak_s not in labelled:
            continue
        codes = [fault.code + "!" * (fault.severity == "red") for fault in rep.faults]
        if len(codes) > _MOST_CODES:
            codes = [*codes[: _MOST_CODES - 1], f"+{len(codes) - _MOST_CODES + 1}"]
        label = "\n".join(codes)
        axes.text(rep.peak_s, _FAULTS + 0.3, label, ha="center", va="top", fontsize=7.5)


def _spaced(times_s: Sequence[float], end_s: float) -> set[float]:
    """The times at which there is room for a label."""
    room: list[float] = []
    for t_s in times_s:
        if not room or t_s - room[-1] >= _LABEL_SHARE * end_s:
            room.append(t_s)
    return set(room)


def _draw_bar(
    axes: Axes, span_s: tuple[float, float], lane: float, colour: str, label: str
) -> None:
    start_s, stop_s = span_s
    axes.barh(
        lane,
        stop_s - start_s,
        left=start_s,
        height=0.9,
        color=colour,
        alpha=0.35,
        edgecolor=colour,
    )
    axes.text(
        (start_s + stop_s) / 2,
        lane,
        label,
        ha="center",
        va="center",
        fontsize=9,
        clip_on=True,
    )


def _draw_mark(axes: Axes, t_s: float, marker: str, colour: str, label: str) -> None:
    axes.plot(t_s, _NOT_COUNTED + 0.2, marker=marker, color=colour, markersize=7)
    axes.text(t_s, _NOT_COUNTED - 0.25, label, ha="center", va="center", fontsize=8)


def _spans(changes: Sequence[Change], end_s: float) -> list[tuple[float, float, str | None]]:
    stops = [change.t_s for change in changes[1:]] + [end_s]
    return [
        (change.t_s, stop_s, change.state) for change, stop_s in zip(changes, stops, strict=True)
    ]


def _title(result: SetResult) -> str:
    found = sorted(
        {f"{fault.code} {fault_words(fault)}" for rep in result.reps for fault in rep.faults}
    )
    clip = Path(result.clip).name.encode("utf-8", "replace").decode("utf-8")
    line = (
        f"{clip} · {words(result.exercise)} · {result.count} counted, "
        f"{len(result.partials)} partial, {len(result.voids)} given up · model {result.model}"
    )
    listed = f"faults (! = red): {', '.join(found)}" if found else ""
    return "\n".join([line, *wrap(listed, _TITLE_CHARACTERS)])


def _metadata(path: Path) -> dict[str, str | None]:
    """No time stamp, so that the same set gives the same file."""
    key = {".svg": "Date", ".pdf": "CreationDate"}.get(path.suffix.lower())
    return {} if key is None else {key: None}
