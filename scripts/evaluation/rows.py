"""The one table: every figure as a row of words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scripts.evaluation.angles import Errors
from scripts.evaluation.fault_scores import FaultScore
from scripts.evaluation.judging import Unscored, wrong_cells
from scripts.evaluation.stats import Estimate
from scripts.evaluation.summary import Summary

NOT_REPORTED: Final = "not reported"
TRUTHS: Final = {"seen": "ideal camera", "solid": "3-D"}


@dataclass(frozen=True, slots=True)
class Row:
    """A figure: what it is, its value, its 95 % interval, of how many cases, and what else."""

    section: str
    name: str
    value: str
    interval: str = ""
    cases: str = ""
    more: str = ""


def rows(summary: Summary) -> tuple[Row, ...]:
    """Every figure of one model, in the order of the report."""
    makers = (_counts, _boundaries, _false_reps, _angles, _faults, _unscored, _confusion)
    return tuple(row for make in makers for row in make(summary))


def percent(estimate: Estimate) -> tuple[str, str]:
    """A share and its interval."""
    return f"{estimate.value:.0%}", f"{estimate.low:.0%}-{estimate.high:.0%}"


def number(value: float, unit: str) -> str:
    """A value in its unit; "-" when unknown."""
    if value != value:  # noqa: PLR0124 - NaN
        return "-"
    return f"{value:.1f}°" if unit == "deg" else f"{value:.3f}"


def interval(bounds: tuple[float, float] | None) -> str:
    """Two shares; nothing when unknown."""
    return "" if bounds is None else f"{bounds[0]:.2f}-{bounds[1]:.2f}"


def share(value: float | None) -> str:
    """A share with two digits; "-" when unknown."""
    return "-" if value is None else f"{value:.2f}"


def reasons(one: Unscored) -> str:
    """Why reps were not scored."""
    return ", ".join(f"{reason} {count}" for reason, count in one.reasons.items())


def error_row(one: Errors) -> Row:
    """Errors of a quantity."""
    unit, section = one.quantity.unit, f"error of a {one.of}"
    name = f"{one.quantity.name}, {TRUTHS[one.against]}"
    if one.mae is None:
        return Row(section, name, NOT_REPORTED)
    worst = f"worst {one.worst[0]} {number(one.worst[1], unit)}" if one.worst else ""
    lag = f"lag {one.lag_s:.2f} s" if one.lag_s is not None else ""
    parts = (f"bias {number(one.bias, unit)}", f"p95 {number(one.p95, unit)}", lag, worst)
    return Row(
        section,
        name,
        number(one.mae.value, unit),
        f"{number(one.mae.low, unit)}-{number(one.mae.high, unit)}",
        str(one.mae.n),
        ", ".join(part for part in parts if part),
    )


def fault_row(score: FaultScore) -> Row:
    """Reliability of a fault."""
    name = f"{score.rule.name} ({score.rule.exercise})"
    if not score.reported:
        return Row("fault, F1", name, NOT_REPORTED)
    there = score.hits + score.missed
    apart = f"unsure {score.unsure[0]}, hidden {score.hidden[0]} (said of {score.hidden[1]})"
    rates = [
        f"{name} {share(value)} [{interval(bounds)}]"
        for name, value, bounds in (
            ("precision", score.precision, score.precision_interval),
            ("recall", score.recall, score.recall_interval),
        )
        if bounds is not None
    ]
    return Row(
        "fault, F1",
        name,
        share(score.f1),
        "",
        f"{there} of {there + score.false + score.clear}",
        ", ".join([*rates, apart]),
    )


def _counts(summary: Summary) -> Iterator[Row]:
    for one in summary.counts:
        yield Row(f"counting, {one.group}", "exact", *percent(one.exact), str(one.exact.n))
        mae = one.mae
        yield Row(
            f"counting, {one.group}",
            "MAE",
            f"{mae.value:.3f}",
            f"{mae.low:.3f}-{mae.high:.3f}",
            str(mae.n),
        )
        yield Row(f"counting, {one.group}", "within one (OBO)", *percent(one.near), str(one.near.n))


def _boundaries(summary: Summary) -> Iterator[Row]:
    for one in summary.boundaries:
        late = "late" if one.bias_s > 0.0 else "early"
        yield Row(
            "boundaries",
            f"{one.what}, median",
            f"{one.median_s:.2f} s",
            "",
            str(one.n),
            f"p95 {one.p95_s:.2f} s, mostly {late} by {abs(one.bias_s):.2f} s",
        )


def _false_reps(summary: Summary) -> Iterator[Row]:
    for one in summary.false_reps:
        rate = "-" if one.minutes <= 0.0 else f"{one.per_10_min:.2f}"
        yield Row(
            "false reps / 10 min",
            one.where,
            rate,
            "",
            str(one.count),
            f"in {one.minutes:.1f} min",
        )


def _angles(summary: Summary) -> Iterator[Row]:
    for of in ("rep", "pose"):
        yield from (error_row(one) for one in summary.errors if one.of == of)


def _faults(summary: Summary) -> Iterator[Row]:
    yield from (fault_row(score) for score in summary.faults)


def _unscored(summary: Summary) -> Iterator[Row]:
    for section, found in (("unscored", summary.groups), ("unscored in", summary.unscored)):
        for one in found:
            part = f"{one.unscored / one.counted:.0%}" if one.counted else "-"
            said = f"; said: {', '.join(one.problems)}" if one.problems else ""
            yield Row(
                section, one.what, part, "", f"{one.unscored} of {one.counted}", reasons(one) + said
            )


def _confusion(summary: Summary) -> Iterator[Row]:
    cells = wrong_cells(summary.cells)
    full = [cell for cell in cells if cell.counted]
    yield Row(
        "wrong exercise",
        "cells with a counted rep",
        f"{len(full) / max(len(cells), 1):.1%}",
        "",
        f"{len(full)} of {len(cells)}",
        f"with a scored rep: {sum(cell.scored > 0 for cell in full)}",
    )
    for cell in full:
        yield Row(
            "wrong exercise",
            f"{cell.clip} under {cell.exercise}",
            f"{cell.counted} counted",
            "",
            "",
            f"{cell.scored} scored",
        )


def text(tables: Mapping[str, Sequence[Row]]) -> str:
    """The table for a terminal.

    Args:
        tables: the rows of each model by its name; with several, their values stand side by
            side, and intervals and remarks are left to the report.
    """
    first = next(iter(tables.values()))
    if len(tables) == 1:
        head = ("", "figure", "value", "95 %", "n", "")
        lines = [
            (row.section, row.name, row.value, row.interval, row.cases, row.more) for row in first
        ]
        return _columns([head, *lines])
    values = {
        name: {(row.section, row.name): row.value for row in found}
        for name, found in tables.items()
    }
    keys = dict.fromkeys((row.section, row.name) for found in tables.values() for row in found)
    return _columns(
        [
            ("", "figure", *values),
            *((*key, *(known.get(key, "-") for known in values.values())) for key in keys),
        ]
    )


def _columns(lines: Sequence[tuple[str, ...]]) -> str:
    """Cells below each other, as wide as they need."""
    widths = [max(len(cell) for cell in cells) for cells in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
