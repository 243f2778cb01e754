"""Analyses the clips one after the other and reports each."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from device.errors import DeviceError
from device.ports import PoseSource
from mirror.analyze.options import AnalyzeOptions, check_clip, check_outputs
from mirror.analyze.parts import Parts
from mirror.analyze.progress import progress_bar
from mirror.analyze.stream import Watcher, follow
from mirror.analyze.watchers import Captioner, Recording, Ticking, Tracing
from mirror.errors import EXIT_USER, UserError, error_line
from mirror.model import SetLog, SetResult
from mirror.report.schema import Json, as_json
from mirror.report.trace import Trace


def analyze(options: AnalyzeOptions, parts: Parts) -> int:
    """Analyse all clips and print the results on stdout.

    One clip that fails does not stop the others; what went wrong is said at the end.

    Returns:
        The exit code: 0, or `EXIT_USER` when a clip of several could not be analysed.

    Raises:
        UserError, DeviceError: nothing could be analysed.
    """
    parts.tracker(options.exercise)  # an unknown exercise is no fault of any clip
    check_outputs(options)
    if len(options.clips) == 1:
        result = _analyze_clip(options.clips[0], options, parts)
        _print_json(as_json(result)) if options.json else _print_table(result)
        return 0
    documents: list[Json] = []
    failures: dict[str, None] = {}  # a missing model is the same failure for each clip
    for clip in options.clips:
        try:
            result = _analyze_clip(clip, options, parts)
        except (DeviceError, UserError) as error:
            failures[error_line(error.message, error.remedy)] = None
            continue
        if options.json:
            documents.append(as_json(result))
        else:
            _print_table(result)
    if options.json:
        _print_json(documents)
    sys.stdout.flush()
    for line in failures:
        print(line, file=sys.stderr)  # noqa: T201 - the command line speaks here
    return EXIT_USER if failures else 0


def _analyze_clip(clip: str, options: AnalyzeOptions, parts: Parts) -> SetResult:
    check_clip(clip)
    trace = None if options.plot is None else Trace()
    with _aside(options.annotate) as seen, _aside(options.landmarks) as landmarks:
        unfinished = replace(options, annotate=seen, landmarks=landmarks)
        result = _follow_clip(clip, unfinished, parts, trace)
    _check_seen(result)
    if options.plot is not None and trace is not None:
        _save_plot(result, trace, options.plot)
    return result


def _follow_clip(
    clip: str, options: AnalyzeOptions, parts: Parts, trace: Trace | None
) -> SetResult:
    """Read the clip to its end. On return its model is freed, which leaves room for a plot."""
    tracker = parts.tracker(options.exercise)
    captioner = Captioner(options.exercise)
    log = SetLog(exercise=options.exercise)
    with ExitStack() as stack:
        poses = stack.enter_context(closing(_open(clip, options, parts, captioner)))
        watchers: list[Watcher] = []
        if options.annotate is not None:
            watchers.append(captioner)
        if trace is not None:
            watchers.append(Tracing(trace))
        if options.landmarks is not None:
            sink = stack.enter_context(closing(parts.recording(options.landmarks, poses)))
            watchers.append(Recording(sink))
        tick = stack.enter_context(progress_bar(clip, poses.frame_count))
        watchers.append(Ticking(tick))
        follow(poses, tracker, log, watchers)
        return log.finish(clip=clip, model=poses.model_name)


def _open(clip: str, options: AnalyzeOptions, parts: Parts, captioner: Captioner) -> PoseSource:
    if options.annotate is None:
        return parts.poses(clip, model=options.model, exercise=options.exercise)
    return parts.annotated(
        clip,
        model=options.model,
        exercise=options.exercise,
        output=options.annotate,
        caption=captioner.caption,
    )


def _check_seen(result: SetResult) -> None:
    if result.frames == 0:
        message = f"{result.clip} is empty: there is nothing in it to analyse"
        raise UserError(message, remedy="Record it again.")
    if result.tracked_fraction == 0.0:
        message = f"Nobody was seen in {result.clip}"
        remedy = "Record it again with your whole body in the picture, in good light."
        raise UserError(message, remedy=remedy)


@contextmanager
def _aside(path: Path | None) -> Iterator[Path | None]:
    """Where to write what shall be `path`: it takes that name when all went well."""
    if path is None or (path.exists() and not path.is_file()):
        yield path
        return
    part = path.with_name(f"{path.stem}.part{path.suffix}")
    try:
        yield part
        with suppress(FileNotFoundError):  # nothing was written
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _save_plot(result: SetResult, trace: Trace, path: Path) -> None:
    # matplotlib needs 40 MB: import it only for those who want a plot, when the clip is done.
    from mirror.report.plot import save_plot  # noqa: PLC0415

    try:
        with _aside(path) as part:
            save_plot(result, trace, part or path)
    except OSError as error:
        message = f"{path} cannot be written ({error.strerror})"
        raise UserError(message, remedy="Name a file in a folder you may write to.") from error


def _print_json(document: Json) -> None:
    print(json.dumps(document, indent=2, allow_nan=False))  # noqa: T201 - this is the output


def _print_table(result: SetResult) -> None:
    from mirror.report.table import (  # noqa: PLC0415 - rich is not needed for --json
        output_console,
        print_result,
    )

    print_result(result, output_console())
