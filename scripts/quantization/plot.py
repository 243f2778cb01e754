"""Draws docs/pictures/quantization.png from the tables of `sensitivity.py`.

.venv/bin/python -m scripts.quantization.plot docs/quantization docs/pictures/quantization.png
"""

import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes

KIND: Final = "full"
INK: Final = "#1b1b1b"
PLAIN: Final = "#9a9a9a"
CHOSEN: Final = "#c8102e"
HEATMAPS: Final = {13, 14, 23, 24, 48, 49, *range(67, 76)}


def main() -> None:
    """Draw: left each operator alone, joints above legs; right whole models."""
    folder, out = map(Path, sys.argv[1:])
    mpl.use("Agg")
    figure, axes = plt.subplot_mosaic(
        [["joints", "split joints", "split legs"], ["legs", "split joints", "split legs"]],
        width_ratios=[3, 1, 1],
        figsize=(12, 5.2),
        layout="constrained",
    )
    alone(axes["joints"], axes["legs"], rows(folder / f"{KIND}-operators.csv"))
    splits = rows(folder / f"{KIND}-splits.csv")[::-1]
    whole(axes["split joints"], splits, "error", "12 joints, % of torso")
    whole(axes["split legs"], splits, "legs_mm", "legs' world points, mm")
    axes["split joints"].set_yticks(range(len(splits)), [name(one) for one in splits], fontsize=8)
    axes["split legs"].set_yticks([])
    axes["split joints"].set_title(f"{KIND}: whole models, distance from float", loc="left")
    for one in axes.values():
        one.spines[["top", "right"]].set_visible(False)
    figure.savefig(out, dpi=110)


def alone(joints: Axes, legs: Axes, operators: Sequence[dict[str, str]]) -> None:
    """Bars of every operator."""
    numbers = [int(one["operator"]) for one in operators]
    colours = [PLAIN if number in HEATMAPS else INK for number in numbers]
    joints.bar(numbers, [float(one["error"]) for one in operators], color=colours, width=0.9)
    legs.bar(numbers, [float(one["legs_mm"]) for one in operators], color=colours, width=0.9)
    joints.set_title(f"{KIND}: where int8 hurts; grey: heat maps only", loc="left")
    joints.set_ylabel("12 joints, % of torso")
    legs.set_ylabel("legs' world points, mm")
    legs.set_xlabel("operator, in order; it alone is int8")


def whole(axes: Axes, splits: Sequence[dict[str, str]], column: str, label: str) -> None:
    """A point for every split, from the top as in the table."""
    for height, split in enumerate(splits):
        colour = INK if split["biases"] == "corrected" else PLAIN
        if split["chosen"] == "yes":
            colour = CHOSEN
        value = split[column]
        axes.scatter(float(value), height, color=colour, s=28)
        axes.annotate(
            value,
            (float(value), height),
            textcoords="offset points",
            xytext=(6, -3),
            fontsize=7,
            color=colour,
        )
    axes.set_xlabel(label)
    axes.set_xscale("log")
    axes.margins(x=0.25)
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter("")


def name(split: dict[str, str]) -> str:
    """What is int8, and where."""
    words = f"{split['head']} to {split['tail']}"
    if split["pointwise"] != split["tail"]:
        words += f", weights to {split['pointwise']}"
    return words + ("" if split["biases"] == "corrected" else ", biases as they were")


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
