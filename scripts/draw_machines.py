"""Draws the rep and the hold machine into docs/ from the tables that the code executes.

    .venv/bin/python scripts/draw_machines.py [--check]

Writes docs/pictures/rep-machine.svg and hold-machine.svg, and the tables between the marks of
docs/state-machines.md. With --check nothing is written: exit code 1 tells that one of them is old.
"""

import argparse
import dataclasses
import sys
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Final

from exercises import registry
from exercises.phase_tables import HOLD_TABLE, REP_TABLE
from exercises.spec import HoldRule, RepRule
from exercises.transitions import SAMPLE, Facts, Row, Table

ROOT: Final = Path(__file__).resolve().parents[1]
DOCS: Final = ROOT / "docs"

NODE_W, NODE_H, GAP, MARGIN_X, LINE, RADIUS = 150, 56, 340, 20, 19, 14
"""All lengths in px. GAP is the distance of two states, from middle to middle."""

COLOURS: Final[Mapping[str | None, str]] = {
    "rep": "#00795A",
    "hold": "#00795A",
    "partial": "#9A6700",
    "void": "#B03A00",
    "stale": "#666666",
}
"""Of Okabe and Ito's hues, darkened until they read on white (contrast above 4.5)."""

STATES: Final[Mapping[str, str]] = {
    "wait": "not at the start yet",
    "rest": "start position",
    "out": "on the way out",
    "top": "target reached",
    "hold": "timer runs",
    "pause": "timer stands",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Drawing:
    """Where the states and transitions of a machine stand.

    Attributes:
        states: in one row, from the left.
        levels: of each pair of states: 0 is straight, 1, 2, 3 above the row, -1, -2, -3 below.
        words_at: share of the way, seen from its start, at which its words stand if not at half.
    """

    states: tuple[str, ...]
    levels: Mapping[tuple[str, str], int]
    words_at: Mapping[tuple[str, str], float]


REP: Final = Drawing(
    states=("wait", "rest", "out", "top"),
    levels={
        ("wait", "rest"): 0,
        ("rest", "out"): 0,
        ("out", "top"): 0,
        ("rest", "wait"): 1,
        ("out", "wait"): 2,
        ("top", "wait"): 3,
        ("out", "rest"): -1,
        ("top", "rest"): -2,
    },
    words_at={("out", "rest"): 0.4},
)
HOLD: Final = Drawing(
    states=("wait", "rest", "hold", "pause"),
    levels={
        ("wait", "rest"): 0,
        ("rest", "hold"): 0,
        ("hold", "pause"): 0,
        ("rest", "wait"): 1,
        ("hold", "wait"): 2,
        ("pause", "wait"): 3,
        ("hold", "rest"): -1,
        ("pause", "hold"): -1,
        ("pause", "rest"): -2,
        ("wait", "hold"): -3,
    },
    words_at={("pause", "rest"): 0.22},
)

MEANINGS: Final[Mapping[str, str]] = {
    "low": "signal of the start position",
    "high": "signal at which a rep counts",
    "partial": "signal from which a turned-back movement is worth a word",
    "partial_s": "how long it must be above `partial` for that",
    "min_s": "shortest rep",
    "max_s": "longest rep",
    "min_gap_s": "shortest rest between two reps",
    "max_hole_s": "longest time without a usable pose",
    "flat_s": "standing still on the way out: a new start position",
    "flat_top_s": "standing still beyond `high`: so is this",
    "flat_back_s": "standing still on the way back: so is this",
    "turn_back": "way back from the peak after which a turn ends the rep; 0: it ends at `low`",
    "turn_rise": "rise that is such a turn",
    "turn_s": "or time without coming back further",
    "min_hold_s": "shortest hold that counts",
    "max_pause_s": "longest pause that does not end a hold",
}


def conditions(row: Row[Facts]) -> str:
    """What must hold for a row, in words."""
    words = [condition.text for condition in row.when]
    return ", ".join(words if row.trigger == SAMPLE else [row.trigger, *words])


def svg(table: Table[Facts], drawing: Drawing) -> str:
    """The picture of a machine; a KeyError names a transition the drawing has no place for."""
    edges: dict[tuple[str, str], list[Row[Facts]]] = {}
    for row in table.rows:
        edges.setdefault((row.state, row.to), []).append(row)
    levels = {pair: drawing.levels[pair] for pair in edges}
    bands: dict[int, float] = {}  # height of each level: its line and its words
    for pair, level in levels.items():
        bands[level] = max(bands.get(level, 0.0), LINE * (len(edges[pair]) + 1.2))
    middle = 4 + sum(size for level, size in bands.items() if level > 0) + LINE + NODE_H / 2
    below = sum(size for level, size in bands.items() if level < 0)
    x_of = {name: MARGIN_X + NODE_W / 2 + GAP * i for i, name in enumerate(drawing.states)}
    width = 2 * MARGIN_X + NODE_W + GAP * (len(drawing.states) - 1)
    parts = [_HEAD.format(width=width, height=round(middle + NODE_H / 2 + LINE + below + 4))]
    for pair, rows in edges.items():
        level = levels[pair]
        if level == 0:
            parts += _straight(x_of, pair, rows, middle)
            continue
        away = 1 if level < 0 else -1
        reach = LINE + sum(bands.get(nearer, 0.0) for nearer in range(-away, level, -away))
        turn = middle + away * (NODE_H / 2 + reach)
        ends, share = _ends(x_of, drawing, pair, level), drawing.words_at.get(pair, 0.5)
        parts += _detour(ends, middle, turn, rows, words_at=share)
    parts += [_state(name, x_of[name], middle) for name in drawing.states]
    return "\n".join([*parts, "</svg>"]) + "\n"


_HEAD: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" \
viewBox="0 0 {width} {height}" font-family="Helvetica, Arial, sans-serif" font-size="13">
<!-- Made by scripts/draw_machines.py: change the tables in exercises/phase_tables.py instead. -->
<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" \
orient="auto"><path d="M0 0 L10 5 L0 10 z" fill="#444444"/></marker></defs>
<rect width="100%" height="100%" fill="#FFFFFF"/>"""


def _ends(
    x_of: Mapping[str, float], drawing: Drawing, pair: tuple[str, str], level: int
) -> tuple[float, float]:
    """Where an arrow leaves and arrives: each at a place of its own, so that none cross."""
    start, end = pair
    forward = drawing.states.index(end) > drawing.states.index(start)
    side = 1 if forward else -1
    arrive = 0.0 if forward else NODE_W / 2 - 12 - 22 * (abs(level) - 1)
    leave = side * (NODE_W / 2 - 32 - 18 * (abs(level) - 1)) if level < 0 else 0.0
    return x_of[start] + leave, x_of[end] + arrive


def _straight(
    x_of: Mapping[str, float], pair: tuple[str, str], rows: list[Row[Facts]], middle: float
) -> list[str]:
    left, right = x_of[pair[0]] + NODE_W / 2, x_of[pair[1]] - NODE_W / 2
    lines = [text for row in rows for text in conditions(row).split(", ")]
    top = middle - 8 - LINE * (len(lines) - 1)
    return [
        _path(f"M{left:g} {middle:g} H{right - 1:g}"),
        *(
            _text((left + right) / 2 - 4, top + LINE * i, escape(line))
            for i, line in enumerate(lines)
        ),
    ]


def _detour(
    ends: tuple[float, float],
    middle: float,
    turn: float,
    rows: list[Row[Facts]],
    *,
    words_at: float,
) -> list[str]:
    start, end = ends
    away = 1 if turn > middle else -1
    side = 1 if end > start else -1
    edge = middle + away * NODE_H / 2
    path = (
        f"M{start:g} {edge:g} V{turn - away * RADIUS:g} "
        f"Q{start:g} {turn:g} {start + side * RADIUS:g} {turn:g} H{end - side * RADIUS:g} "
        f"Q{end:g} {turn:g} {end:g} {turn - away * RADIUS:g} V{edge + away:g}"
    )
    first = turn + 16 if away > 0 else turn - 7 - LINE * (len(rows) - 1)
    centre = start + words_at * (end - start)
    return [
        _path(path),
        *(_text(centre, first + LINE * i, _label(row)) for i, row in enumerate(rows)),
    ]


def _label(row: Row[Facts]) -> str:
    words, colour = escape(conditions(row)), COLOURS.get(row.outcome)
    bold = f' → <tspan font-weight="bold" fill="{colour}">{row.outcome}</tspan>'
    return words + bold if row.outcome else words


def _path(d: str) -> str:
    return f'<path d="{d}" fill="none" stroke="#444444" stroke-width="1.4" marker-end="url(#tip)"/>'


def _text(x: float, y: float, content: str) -> str:
    # The white rim keeps words readable where a line passes behind them.
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="middle" fill="#222222" stroke="#FFFFFF" '
        f'stroke-width="4" paint-order="stroke">{content}</text>'
    )


def _state(name: str, x: float, middle: float) -> str:
    left, top = x - NODE_W / 2, middle - NODE_H / 2
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{NODE_W}" height="{NODE_H}" rx="12" '
        'fill="#E8F1FA" stroke="#0072B2" stroke-width="1.6"/>\n'
        f'<text x="{x:g}" y="{middle - 4:g}" text-anchor="middle" font-size="17" '
        f'font-weight="bold" fill="#00395A">{name}</text>\n'
        f'<text x="{x:g}" y="{middle + 15:g}" text-anchor="middle" font-size="12" '
        f'fill="#444444">{STATES[name]}</text>'
    )


def transitions(table: Table[Facts]) -> str:
    """The rows of a machine as Markdown, in the order in which they are tried."""
    lines = ["| from | when | to | outcome | reason |", "|---|---|---|---|---|"]
    for row in table.rows:
        outcome = f"**{row.outcome}**" if row.outcome else ""
        lines.append(f"| {row.state} | {conditions(row)} | {row.to} | {outcome} | {row.reason} |")
    return "\n".join(lines)


def thresholds(kind: type[RepRule] | type[HoldRule]) -> str:
    """The thresholds of every exercise that uses a machine, as Markdown."""
    rules = {name: registry.get(name).rule for name in registry.names()}
    rules = {name: rule for name, rule in rules.items() if isinstance(rule, kind)}
    lines = [
        f"| threshold | meaning | {' | '.join(rules)} |",
        f"|---|---|{'---:|' * len(rules)}",
    ]
    for field in dataclasses.fields(kind):
        values = " | ".join(f"{getattr(rule, field.name):g}" for rule in rules.values())
        lines.append(f"| `{field.name}` | {MEANINGS.get(field.name, '')} | {values} |")
    return "\n".join(lines)


TABLES: Final[Mapping[str, Callable[[], str]]] = {
    "rep transitions": lambda: transitions(REP_TABLE),
    "rep thresholds": lambda: thresholds(RepRule),
    "hold transitions": lambda: transitions(HOLD_TABLE),
    "hold thresholds": lambda: thresholds(HoldRule),
}


def document(text: str) -> str:
    """The text of docs/state-machines.md with its tables made anew."""
    for name, make in TABLES.items():
        before, rest = text.split(f"<!-- {name} -->", maxsplit=1)
        after = rest.split("<!-- end -->", maxsplit=1)[1]
        text = f"{before}<!-- {name} -->\n\n{make()}\n\n<!-- end -->{after}"
    return text


def main() -> int:
    """Write what is old, or only tell."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing, tell what is old")
    only_check = parser.parse_args().check
    page = DOCS / "state-machines.md"
    wanted = {
        DOCS / "pictures" / "rep-machine.svg": svg(REP_TABLE, REP),
        DOCS / "pictures" / "hold-machine.svg": svg(HOLD_TABLE, HOLD),
        page: document(page.read_text(encoding="utf-8")),
    }
    old = [p for p, text in wanted.items() if not p.exists() or p.read_text("utf-8") != text]
    for path in old:
        print(f"{'old' if only_check else 'made'}: {path.relative_to(ROOT)}")
        if not only_check:
            path.write_text(wanted[path], encoding="utf-8")
    if old and only_check:
        print("Make them anew with: .venv/bin/python scripts/draw_machines.py")
    return 1 if old and only_check else 0


if __name__ == "__main__":
    sys.exit(main())
