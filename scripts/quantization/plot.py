"""Draws docs/pictures/quantization.png from the tables of `sensitivity.py`.

.venv/bin/python -m scripts.quantization.plot docs/quantization docs/pictures/quantization.png
"""

import csv
import sys
from pathlib import Path
from typing import Final

import matplotlib as mpl
import matplotlib.pyplot as plt

KIND: Final = "full"
INK: Final = "#1b1b1b"
PLAIN: Final = "#9a9a9a"
CHOSEN: Final = "#c8102e"
PLACES: Final = {"59": (5, -9), "55": (7, -3)}  # of names, by tail: above a point some would meet


def main() -> None:
    """Draw: left each operator alone, right whole models."""
    folder, out = map(Path, sys.argv[1:])
    mpl.use("Agg")
    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 4.8), layout="constrained")
    operators = rows(folder / f"{KIND}-operators.csv")
    left.bar(
        [int(one["operator"]) for one in operators],
        [float(one["error"]) for one in operators],
        color=INK,
        width=0.9,
    )
    left.set_xlabel("operator, in order; it alone is int8")
    left.set_ylabel("distance from float, % of torso length")
    left.set_title(f"{KIND}: where int8 hurts", loc="left")
    for split in rows(folder / f"{KIND}-splits.csv"):
        colour = INK if split["biases"] == "corrected" else PLAIN
        if split["chosen"] == "yes":
            colour = CHOSEN
        x, y = float(split["ratio"]), float(split["error"])
        right.scatter(x, y, color=colour, s=28)
        name = f"{split['head']} to {split['tail']}"
        if split["pointwise"] != split["tail"]:
            name += f", weights to {split['pointwise']}"
        place = PLACES.get(split["tail"], (5, 4))
        right.annotate(
            name, (x, y), textcoords="offset points", xytext=place, fontsize=7, color=colour
        )
    right.axvline(1.6, color=PLAIN, linewidth=0.8, linestyle=":")
    right.set_xlabel("times as fast as folded float (CPU, one thread)")
    right.set_ylabel("distance from float, % of torso length")
    right.set_yscale("log")
    right.set_yticks([1, 2, 5, 10], ["1", "2", "5", "10"])
    right.set_title("int8 from operator to operator; grey: biases as they were", loc="left")
    right.margins(x=0.18)
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(out, dpi=110)


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
