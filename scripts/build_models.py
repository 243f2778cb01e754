"""Get and build the pose models, unless they are up to date. `scripts/start` calls this."""

import argparse
import signal
import sys
from dataclasses import replace
from pathlib import Path

from device.errors import DeviceError, ModelError
from device.pose.building.fetch import FolderFetcher, RegistryFetcher, RetryingFetcher
from device.pose.building.install import Maker, Outcome, install
from device.pose.building.progress import BarProgress, LineProgress, Progress
from device.pose.building.recipe import standard
from device.pose.models import models_dir

_USER_ERROR = 2
_INTERRUPTED = 130  # what a shell reports for Ctrl-C


def main() -> int:
    """Run the command; returns the exit code."""
    options = _parser().parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # also then, clean up
    progress: Progress = BarProgress() if sys.stdout.isatty() else LineProgress()
    try:
        with progress:
            outcome = _install(options, progress)
    except DeviceError as error:
        print(f"plumbline: {error}", file=sys.stderr)
        return _USER_ERROR
    except KeyboardInterrupt:
        print("\nplumbline: Stopped. Nothing was changed.", file=sys.stderr)
        return _INTERRUPTED
    if outcome.built:
        names = ", ".join(entry.name for entry in outcome.manifest.models)
        print(f"Pose models are ready: {names}. They are kept in {options.into}.")
    return 0


def _install(options: argparse.Namespace, progress: Progress) -> Outcome:
    source: Path | None = options.source
    fetcher = (
        RetryingFetcher(RegistryFetcher.of_this_machine())
        if source is None
        else FolderFetcher(source)
    )
    recipe = standard()
    if options.float_only:
        plain = tuple(replace(weights, calibration=None) for weights in recipe.weights)
        recipe = replace(recipe, weights=plain)
    return install(
        options.into,
        recipe,
        fetcher=fetcher,
        maker=_make_maker,
        progress=progress,
        again=options.again,
    )


def _make_maker() -> Maker:
    """Import the building tools: about a second, so only when there is something to build."""
    try:
        from device.pose.building.make import ModelMaker  # noqa: PLC0415 - see above
    except ImportError as error:
        message = f"The tools that build pose models are not installed ({error.name})"
        raise ModelError(message, remedy="Run ./scripts/start; it installs them.") from error
    return ModelMaker()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build_models", description=__doc__)
    parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="DIR",
        help="take the packages from this folder instead of the network",
    )
    parser.add_argument(
        "--into", type=Path, metavar="DIR", default=models_dir(), help="default: %(default)s"
    )
    parser.add_argument(
        "--float-only", action="store_true", help="no int8 models; to calibrate them anew"
    )
    parser.add_argument("--again", action="store_true", help="build even if up to date")
    return parser


if __name__ == "__main__":
    sys.exit(main())
