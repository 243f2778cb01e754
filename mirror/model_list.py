"""`plumbline models`: which pose models are installed, and how fast they are here."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from device.pose.manifest import BUILD_REMEDY
from device.pose.models import (
    AUTO,
    REBUILD_REMEDY,
    TARGET_RATE_HZ,
    InstalledModel,
    choose,
    installed,
    is_intact,
    models_dir,
    not_installed,
    timings,
)
from mirror.errors import EXIT_USER, UserError

_UNKNOWN: Final = "-"


def show(
    console: Console,
    directory: Path | None = None,
    *,
    time_ms: Callable[[InstalledModel], float] | None = None,
) -> int:
    """Print the table.

    Args:
        console: where to.
        directory: models folder; None for the usual one.
        time_ms: ms of one inference of a model; None for what this machine takes.

    Returns:
        Exit code: `EXIT_USER` when a model is damaged.

    Raises:
        DeviceError: the list of models is damaged, or a model cannot be run.
        UserError: nothing is installed.
    """
    place = models_dir() if directory is None else directory
    models = installed(place)
    if not models:
        message = "The pose models are not built yet"
        raise UserError(message, remedy=BUILD_REMEDY)
    measure = timings(place) if time_ms is None else time_ms
    damaged = [model for model in models if not is_intact(model)]
    with console.status("Measuring the models on this machine"):
        took_ms = {model.name: measure(model) for model in models if model not in damaged}
    picked = set()
    if not damaged:
        chosen = choose(AUTO, place, time_ms=lambda model: took_ms[model.name])
        taken = (chosen.landmark, chosen.narrow, chosen.detector)
        picked = {model.name for model in taken if model is not None}
    console.print(_table(models, took_ms, picked))
    console.print(
        f"auto: the most accurate landmark model that gives {TARGET_RATE_HZ:.0f} poses a second"
        " here, together with the rest of the mirror."
    )
    for name, reason in not_installed(place).items():
        console.print(Text(f"{name} could not be built: {reason}."))
    console.print(Text(f"Kept in {place}", overflow="fold"))
    if damaged:
        names = ", ".join(model.name for model in damaged)
        console.print(Text(f"Damaged: {names}. {REBUILD_REMEDY}"))
        return EXIT_USER
    return 0


def _table(
    models: tuple[InstalledModel, ...], took_ms: dict[str, float], picked: set[str]
) -> Table:
    """One row a model."""
    table = Table(title="Pose models", title_justify="left")
    for heading in ("Model", "Role", "Precision"):
        table.add_column(heading)
    for heading in ("Size", "Time here"):
        table.add_column(heading, justify="right")
    table.add_column("auto takes", justify="center")
    for model in models:
        ms = took_ms.get(model.name)
        table.add_row(
            model.name,
            model.role,
            model.precision,
            f"{model.size_bytes / 1e6:.1f} MB",
            _UNKNOWN if ms is None else f"{ms:.1f} ms",
            "✓" if model.name in picked else "",
        )
    return table
