"""Writes the Markdown report: accuracy.md, with its pictures beside it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from scripts.evaluation import plots
from scripts.evaluation.fault_scores import FaultScore
from scripts.evaluation.quantities import FRONT_DEG, SIDE_DEG
from scripts.evaluation.rows import (
    NOT_REPORTED,
    interval,
    reasons,
    rows,
    share,
)
from scripts.evaluation.summary import Summary
from scripts.evaluation.targets import verdicts
from scripts.evaluation.true_faults import FaultTruth, Limit

FILE: Final = "accuracy.md"
PICTURES: Final = "pictures"

_MET: Final = {True: "met", False: "**not met**", None: "-"}


def write(summaries: Sequence[Summary], folder: Path, command: str) -> Path:
    """Write the report and its pictures, replacing what was there.

    Args:
        summaries: one for each model; details and pictures are of the first.
        folder: gets accuracy.md and pictures/accuracy-*.png; is made when missing.
        command: how to make it again.

    Raises:
        OSError: it cannot be written.
    """
    pictures = plots.save(summaries[0], folder / PICTURES)
    path = folder / FILE
    parts = (part for make in _PARTS for part in make(summaries, pictures, command))
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return path


def table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    rule = ["---"] * len(head)
    cells = ((cell.replace("|", "\\|") for cell in line) for line in (head, rule, *lines))
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


Pictures = Mapping[str, str]


def _intro(summaries: Sequence[Summary], _: Pictures, command: str) -> Iterator[str]:
    first = summaries[0]
    groups = [run.clip.group for run in first.runs]
    yield "# How accurate the angle core is"
    yield (
        f"Made by `{command}`: {groups.count('rendered')} rendered clips with exact truth and "
        f"{groups.count('real')} of real people with counts and times by eye, each run once "
        "through the production chain (`device.build.open_poses`, a `Tracker` of every exercise). "
        f"Pose model: {', '.join(f'`{one.model}`' for one in summaries)}."
    )
    yield (
        "These clips were used while building, so expect worse with other people, clothes and "
        "rooms. Intervals are 95 %: bootstrap by clip (whole clips are drawn), Wilson for faults. "
        "With few clips they say little; a bootstrap of figures that are all right has no width."
    )


def _targets(summaries: Sequence[Summary], _: Pictures, __: str) -> Iterator[str]:
    yield "## Targets"
    by_model = [verdicts(one) for one in summaries]
    head = ["target", *(_named(one.model, summaries, "measured") for one in summaries)]
    lines = [
        [found[0].target, *(f"{one.measured}: {_MET[one.met]}" for one in found)]
        for found in zip(*by_model, strict=True)
    ]
    yield table(head, lines)
    if any(one.met is None for found in by_model for one in found):
        yield '"-": these clips cannot tell.'
    yield (
        "FPPA is a projection, so it is held against what an ideal camera in the same place sees; "
        "the other angles are held against 3-D. `Tracker.feed` is timed while evaluating, one "
        "pose after the other; `plumbline bench` measures it alone."
    )


def _named(model: str, summaries: Sequence[Summary], alone: str) -> str:
    return alone if len(summaries) == 1 else f"`{model}`"


def _counting(summaries: Sequence[Summary], pictures: Pictures, _: str) -> Iterator[str]:
    yield "## Counting"
    sections = ("counting", "boundaries", "false reps")
    yield _rows(summaries[0], sections, ("", "figure", "value", "95 %", "n", ""))
    yield (
        "MAE is the mean of |counted - true| / true. A clip without any exercise counts with the "
        "most reps it gave under any of them. A boundary is compared for reps that overlap a true "
        "one; a hold begins when the position is reached, later than the movement that truth marks."
    )
    yield from _picture(pictures, "boundaries", "Share of rep starts and ends by error")


def _angles(summaries: Sequence[Summary], pictures: Pictures, _: str) -> Iterator[str]:
    yield "## Angles"
    yield (
        "Measured less true, of rendered clips, against two truths: what an *ideal camera* in the "
        "place of the clip's gets from the exact points with the formulas of the specification, "
        "and the body itself in *3-D*. The first is the error of the pose model and of our "
        "processing, the second adds what one camera cannot see.\n\n"
        "- *of a rep*: the measure of a counted rep against the median in the true rep's bottom "
        "window (true knee flexion 50-85° for the mean FPPA, 40-65° for one side's, 70-95° for the "
        "displacement of the knee, as the catalogue reads them).\n"
        "- *of a pose*: what the tracker showed after a pose of a true rep against the truth of "
        "that same moment, so the delay of the filters counts as error; *lag* is the delay at "
        "which the error is least. FPPA only where the true knee flexion is 30-75°, the "
        "displacement of the knee where it is 30-95°.\n"
        "- FPPA of one side is corrected for the turn of the body, so in a turned view only its "
        "3-D error means much.\n"
        f"- A front view is turned by at most {FRONT_DEG:.0f}°, a side view by at least "
        f"{SIDE_DEG:.0f}°."
    )
    yield _rows(
        summaries[0],
        ("error of a rep", "error of a pose"),
        ("", "quantity, truth", "mean absolute error", "95 %", "n", ""),
    )
    yield from _picture(pictures, "angles", "Measured against true values")


def _faults(summaries: Sequence[Summary], pictures: Pictures, _: str) -> Iterator[str]:
    scores = summaries[0].faults
    if not scores:
        return
    yield "## Faults"
    yield (
        "Of counted reps that match a true one, in rendered clips. *Unsure*: the truth lies within "
        "the band of indifference of its limit. *Hidden*: the view cannot show it. Neither counts "
        "for or against."
    )
    head = (
        "fault",
        "F1",
        "precision",
        "recall",
        "reps with it",
        "unsure",
        "hidden (said)",
        "false in",
        "missed in",
    )
    yield table(head, [_fault(one) for one in scores])
    yield from _picture(pictures, "faults", "Precision, recall and F1 of each fault")
    yield "What a fault truly is, from the body in 3-D:"
    yield table(
        ("fault", "there when", "unsure within", "source", "view"),
        [_rule(one.rule) for one in scores],
    )
    if summaries[0].untold:
        yield (
            "Faults said where nothing tells whether they are true: in real clips, and faults "
            "that have no rule above."
        )
        yield table(
            ("exercise", "fault", "clips", "said of reps"),
            [
                (_code(one.exercise), _code(one.fault), one.group, f"{one.count} of {one.reps}")
                for one in summaries[0].untold
            ],
        )


def _fault(score: FaultScore) -> tuple[str, ...]:
    name = f"{_code(score.rule.name)} ({score.rule.exercise})"
    if not score.reported:
        return (name, NOT_REPORTED, *[""] * 7)
    there = score.hits + score.missed
    return (
        name,
        share(score.f1),
        _with(score.precision, score.precision_interval),
        _with(score.recall, score.recall_interval),
        f"{there} of {there + score.false + score.clear}",
        str(score.unsure[0]),
        f"{score.hidden[0]} ({score.hidden[1]})",
        _clips(score.false_in),
        _clips(score.missed_in),
    )


def _with(value: float | None, bounds: tuple[float, float] | None) -> str:
    return share(value) if bounds is None else f"{share(value)} ({interval(bounds)})"


def _clips(found: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in found)


def _rule(rule: FaultTruth) -> tuple[str, ...]:
    return (
        f"{_code(rule.name)} ({rule.exercise})",
        " or ".join(_limit(one) for one in rule.limits),
        ", ".join(f"±{one.band:g}" for one in rule.limits),
        rule.source,
        rule.view,
    )


def _limit(limit: Limit) -> str:
    return f"{limit.what} {'below' if limit.smaller_is_worse else 'above'} {limit.at:g}"


def _unscored(summaries: Sequence[Summary], _: Pictures, __: str) -> Iterator[str]:
    yield "## Not judged"
    lines = [
        (
            one.what,
            str(one.counted),
            str(one.unscored),
            reasons(one),
            ", ".join(one.problems),
        )
        for one in (*summaries[0].groups, *summaries[0].unscored)
    ]
    head = ("clips", "counted reps", "not judged", "why", "view problems said")
    yield table(head, lines)


def _confusion(summaries: Sequence[Summary], pictures: Pictures, _: str) -> Iterator[str]:
    yield "## Every clip under every exercise"
    yield _rows(summaries[0], ("wrong exercise",), ("", "figure", "value", "", "n", ""))
    exercises = list(dict.fromkeys(cell.exercise for cell in summaries[0].cells))
    by_clip: dict[str, dict[str, str]] = {}
    for cell in summaries[0].cells:
        text = f"{cell.counted} / {cell.scored}" if cell.counted or cell.own else "0"
        by_clip.setdefault(cell.clip, {})[cell.exercise] = f"**{text}**" if cell.own else text
    lines = [
        (run.clip.name, str(run.clip.count), *(by_clip[run.clip.name][one] for one in exercises))
        for run in summaries[0].runs
    ]
    yield "Counted / scored; in bold the exercise that is done."
    yield table(("clip", "true", *exercises), lines)
    yield from _picture(pictures, "confusion", "Reps of every clip under every exercise")


def _rows(summary: Summary, sections: Sequence[str], head: Sequence[str]) -> str:
    """The figures of some sections, as in the table of the terminal."""
    lines = [row for row in rows(summary) if row.section.startswith(tuple(sections))]
    return table(
        head,
        [(row.section, row.name, row.value, row.interval, row.cases, row.more) for row in lines],
    )


def _picture(pictures: Pictures, name: str, words: str) -> Iterator[str]:
    if name in pictures:
        yield f"![{words}]({PICTURES}/{pictures[name]})"


def _code(name: str) -> str:
    return f"`{name}`"


_PARTS: Final = (_intro, _targets, _counting, _angles, _faults, _unscored, _confusion)
