"""Where the mirror keeps what is its own: models, records, traces, an interrupted session."""

from pathlib import Path

from device.pose.models import models_dir


def data_folder(named: Path | None = None) -> Path:
    """The data folder: the one that was named, else that of the models."""
    return models_dir().parent if named is None else named
