"""Measures the angle core on clips with known truth and prints one table.

A folder holds truth.csv (clips of real people), or NAME.json and NAME.npz beside each NAME.mp4
(clips of the rendered athlete).
"""

import argparse
import json
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

from device.errors import DeviceError
from device.ports import PoseSource
from exercises import registry
from scripts.evaluation import clips, report, rows
from scripts.evaluation.document import document
from scripts.evaluation.errors import EvaluationError
from scripts.evaluation.landmarks import landmarks
from scripts.evaluation.run import ClipRun, run
from scripts.evaluation.summary import Summary, summarise
from scripts.evaluation.targets import verdicts

BAD_INPUT: Final = 2
_CLIPS: Final = Path(__file__).resolve().parents[2].parent / "shared" / "clips"
_DEFAULTS: Final = [_CLIPS / "rendered", _CLIPS / "real"]


class Source(Protocol):
    """Opens clips as poses of one model; `landmarks.Landmarks` is the real one."""

    @property
    def model(self) -> str:
        """Exact name of the model."""

    def open(self, clip: Path, *, lying: bool | None = None) -> PoseSource:
        """The poses of a clip; `lying` as for `device.build.open_poses`."""


def main(
    arguments: Sequence[str] | None = None,
    *,
    source: Callable[[str, Path | None], Source] = landmarks,
) -> int:
    """Run the command.

    Args:
        arguments: as on the command line; None for those of the process.
        source: from the name of a model and the folder of recordings to what opens clips.

    Returns:
        0, or 2 when something given to it is not usable.
    """
    options = _parser().parse_args(arguments)
    try:
        if options.report is not None:  # a folder that cannot be written shows before the work
            (options.report / report.PICTURES).mkdir(parents=True, exist_ok=True)
        sources = [source(model, options.keep) for model in options.model or ["auto"]]
        summaries = _evaluate(options.folders, sources)
        if options.json:
            found = document(summaries, [str(folder) for folder in options.folders])
            print(json.dumps(found, indent=1, allow_nan=False))
        else:
            _print(summaries)
        if options.report is not None:
            _note(f"Report: {report.write(summaries, options.report, _command(options))}")
    except (EvaluationError, DeviceError) as error:
        _note(f"evaluate: {error}")
        return BAD_INPUT
    except OSError as error:
        _note(f"evaluate: {error.filename or 'a file'}: {error.strerror or error}")
        return BAD_INPUT
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="evaluate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folders",
        nargs="*",
        type=Path,
        default=_DEFAULTS,
        help="folders of clips (default: rendered and real of ../shared/clips)",
    )
    parser.add_argument(
        "--model",
        action="append",
        metavar="NAME",
        help="pose model (default: auto); again for another one to compare",
    )
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FOLDER",
        help="keep landmark recordings here and use them again while clip and model are the same",
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="FOLDER",
        help=f"write {report.FILE} and {report.PICTURES}/accuracy-*.png there",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    return parser


def _command(options: argparse.Namespace) -> str:
    """How to make the same report again; where recordings are kept does not matter for that."""
    words = [
        "./scripts/evaluate",
        *map(str, options.folders if options.folders != _DEFAULTS else ()),
    ]
    for model in options.model or ():
        words += ["--model", model]
    return shlex.join([*words, "--report", str(options.report)])


def _evaluate(folders: Sequence[Path], sources: Sequence[Source]) -> list[Summary]:
    known = registry.names()
    # All truth is read before the first clip is run: what is wrong with it shows at once.
    found = [clip for folder in dict.fromkeys(folders) for clip in clips.find(folder, known)]
    chosen = {one.model: one for one in sources}
    return [summarise(name, _run_all(found, one)) for name, one in chosen.items()]


def _run_all(found: Sequence[clips.Clip], source: Source) -> list[ClipRun]:
    done = []
    for i, clip in enumerate(found, start=1):
        _progress(f"{source.model} {i}/{len(found)} {clip.name}")
        done.append(run(clip, source.open(clip.path, lying=clip.lying)))
    _progress("")
    return done


def _print(summaries: Sequence[Summary]) -> None:
    print(rows.text({one.model: rows.rows(one) for one in summaries}))
    for one in summaries:
        found = verdicts(one)
        missed = [verdict for verdict in found if verdict.met is False]
        print(
            f"\n{one.model}: {sum(verdict.met is True for verdict in found)} targets met, "
            f"{len(missed)} not, {sum(verdict.met is None for verdict in found)} cannot be told"
        )
        for verdict in missed:
            print(f"  not met: {verdict.target}: {verdict.measured}")


def _progress(text: str) -> None:
    """What is being done now, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def _note(text: str) -> None:
    print(text, file=sys.stderr)
