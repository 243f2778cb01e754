"""The measurements as tables for a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from mirror.bench.feed import TARGET_MS, FeedCost

_STAGES: Final[Mapping[str, str]] = {
    "read": "decode the frame",
    "crop": "cut out what the models see",
    "landmarks": "landmark model",
    "detector": "person detector",
    "rest": "outputs, whom to follow, pose",
    "exercise": "angles, reps, faults",
}


def feed_table(costs: Sequence[FeedCost]) -> Table:
    """What each exercise costs."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Exercise")
    table.add_column("Figure's\nmovement")
    for heading in ("Followed", "Counted", "Median\nms", "95 %\nms"):
        table.add_column(heading, justify="right")
    table.add_column("Target")
    for cost in costs:
        table.add_row(
            cost.exercise,
            cost.movement or "none fits",
            f"{100.0 * cost.followed:.0f} %",
            str(cost.count),
            f"{cost.median_ms:.3f}",
            f"{cost.p95_ms:.3f}",
            "met" if cost.median_ms <= TARGET_MS else "missed",
        )
    return table


def show_pipeline(found: Mapping[str, Any], console: Console) -> None:
    """Print what the whole way costs, and its stages."""
    mirror = found["mirror"]
    console.print(_models_table(found["configurations"]))
    (mine,) = (
        row
        for row in found["configurations"]
        if (row["model"], row["threads"]) == (mirror["model"], mirror["threads"])
    )
    console.print(_stages_table(mine))
    live = mirror["live"]
    console.print(
        f"In real time with {mirror['model']}, as the mirror runs: {live['rate_hz']:.1f} poses a "
        f"second, {_ms(live['latency']['median_ms'])} ms from a frame to its events (95 %: "
        f"{_ms(live['latency']['p95_ms'])}), {100 * live['cpu_share']:.0f} % of a core.",
        soft_wrap=True,
    )
    console.print(
        f"{found['clip']}, {mine['frames']:.0f} frames after the first, medians of "
        f"{found['runs']} runs in turn. `overhead`: all but the models, against the models; "
        f"without reading the clip: {_percent(mine['overhead_unread'])}.",
        soft_wrap=True,
    )


def show_peer(peer: Mapping[str, Any], name: str, console: Console) -> None:
    """Print the comparison."""
    console.print(
        f"{name} on the same frames: {_ms(peer['wall_ms'])} ms a frame, {_ms(peer['cpu_ms'])} ms "
        f"CPU, {peer['peak_mb']:.0f} MB. Against it the mirror is {peer['ratio_wall']:.1f} times "
        f"as fast and needs 1/{peer['ratio_cpu']:.1f} of the CPU time.",
        soft_wrap=True,
    )


def show_heat(before_c: float, after_c: float | None, console: Console) -> None:
    """Print how warm the processor was, for figures taken hot are slower ones."""
    after = "" if after_c is None else f", {after_c:.0f} °C after"
    console.print(f"The processor: {before_c:.0f} °C before{after}.")


def _models_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Model")
    for heading in (
        "Threads",
        "ms a\nframe",
        "CPU ms",
        "Poses\na second",
        "Over-\nhead",
        "Start to\npose, s",
        "Peak\nMB",
    ):
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(
            row["model"],
            str(row["threads"]),
            _ms(row["wall_ms"]),
            _ms(row["cpu_ms"]),
            f"{row['poses_per_s']:.0f}",
            _percent(row["overhead"]),
            f"{row['first_pose_s']:.2f}",
            f"{row['peak_mb']:.0f}",
        )
    return table


def _stages_table(row: Mapping[str, Any]) -> Table:
    table = Table(
        box=SIMPLE_HEAD,
        pad_edge=False,
        title=f"{row['model']}, threads: {row['threads']}",
        title_justify="left",
    )
    table.add_column("Stage")
    for heading in ("Mean\nms", "Median\nms", "95 %\nms"):
        table.add_column(heading, justify="right")
    for stage, words in _STAGES.items():
        took = row["stages"][stage]
        table.add_row(words, *(_ms(took[name]) for name in ("mean_ms", "median_ms", "p95_ms")))
    return table


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.0f} %"


def _ms(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
