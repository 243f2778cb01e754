"""The year as a table, and every person in a few lines, in Markdown."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from mirror.programme.phases import PHASES
from mirror.programme.reason import Reason
from mirror.session.reasons import sentence
from mirror.text.catalog import Texts
from scripts.simulation.findings import Findings

MOST: Final = 5
"""Reasons of a kind that are named."""

INTRO: Final = """\
# A simulated year

Twenty made-up people through the planner, progression, fading feedback, pain rules, re-test and
plateau for {days} days, the same every time: `.venv/bin/python -m scripts.simulate_year --report`.
The bodies are a sketch (`scripts/simulation/body.py`): they show what the rules do, not what people
do. `weeks`: those that counted. `phase`: the furthest load, and the week of the year it came.
`loads`: raised / held / lowered, over all exercises. `silent from`: the week from which some
exercise went without words.

What the first runs showed, and what became of it:

- A morning at 1 after a 0 took a step from every exercise, week after week: two answers now differ
  from two points on (`pain.WORSE`).
- An ache that neither grew nor went walked the load to its end in a few days, twice a day when it
  was there before the session, too: amber takes one step a week (`progression.EASED`), what rises
  stops as before, and who aches in most sessions of four weeks is sent to a physical therapist.
- A step that pain took back came again two sessions later: now after two calm weeks
  (`progression.CALM`). Sam still goes up and down: one morning's answer stands for all exercises.
- "Still about the same" was told to people on their way: not with a trend to the better, not from
  one odd re-test, not where nothing is left to improve (`mirror.programme.review`).

What is left as the specification has it: low scores hold the load for ever (Karin), and so does
silence about pain (Luis; Finn loses months). A re-test of somebody who has not changed crosses the
error in a few weeks of the year (Otto), as a 95 % limit does.
"""


def report(findings: Sequence[Findings], texts: Texts, *, days: int) -> str:
    """All of it."""
    parts = [INTRO.format(days=days), _table(findings), *(_person(one, texts) for one in findings)]
    return "\n".join(parts)


def _table(findings: Sequence[Findings]) -> str:
    rows = [
        "| person | | sessions | weeks | phase | bands | loads | silent from | re-test | told |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    rows += [f"| {' | '.join(_row(one))} |" for one in findings]
    return "\n".join(rows) + "\n"


def _row(one: Findings) -> list[str]:
    loads = "/".join(str(each.total()) for each in (one.raised, one.held, one.lowered))
    told = [f"{key.removeprefix('flag.')} (week {week})" for key, week in one.told.items()]
    return [
        one.model.name,
        one.model.note,
        str(one.sessions),
        str(one.weeks),
        _phase(one),
        _bands(one),
        loads,
        "-" if one.silent is None else str(one.silent),
        one.retest.verdict.replace("_", " "),
        ", ".join(told) or "-",
    ]


def _phase(one: Findings) -> str:
    reached = [(phase, week) for phase, week in zip(PHASES, one.phases, strict=True) if week]
    if not reached:
        return "-"
    phase, week = reached[-1]
    return f"{phase.name} ({week})"


def _bands(one: Findings) -> str:
    bands = [one.loads[name].band for name in ("clamshell", "side_step") if name in one.loads]
    return ", ".join("none" if band is None else band for band in bands) or "-"


def _person(one: Findings, texts: Texts) -> str:
    lines = [f"## {one.model.name}: {one.model.note}", ""]
    for word, counts in (
        ("Raised", one.raised),
        ("Held", one.held),
        ("Lowered", one.lowered),
        ("Stopped", one.stops),
        ("Left out", one.left_out),
    ):
        if counts:
            lines.append(f"- {word} {counts.total()}: {_most(counts)}")
    if one.stages:
        stages = [f"{name.replace('_', ' ')} {stage}" for name, stage in one.stages.items()]
        lines.append(f"- Feedback at the end: {', '.join(stages)}")
    lines.append(f"- Re-test: {sentence(one.retest.reason, texts)}")
    for key, week in one.told.items():
        lines.append(f"- Week {week}: {_said(key, texts)}")
    return "\n".join(lines) + "\n"


def _most(counts: Counter[str]) -> str:
    named = [f"{key} {count}" for key, count in counts.most_common(MOST)]
    rest = counts.total() - sum(count for _, count in counts.most_common(MOST))
    return ", ".join([*named, *([f"others {rest}"] if rest else [])])


def _said(key: str, texts: Texts) -> str:
    # The numbers of the day are not kept here.
    return sentence(Reason(key, {"weeks": "…", "sessions": "…"}), texts)
