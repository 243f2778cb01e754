"""What quantising a model needs besides its weights: numbers, kept in a file beside the recipe.

`scripts/quantization` takes them from pictures, which do not ship.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FORMAT: Final = "plumbline-calibration"
_VERSION: Final = 2


@dataclass(frozen=True, slots=True)
class Calibration:
    """How one folded model is quantised. Operators go by the name of their output tensor.

    Attributes:
        keep_float: operators that stay float.
        int8_weights: convolutions with int8 weights whose inputs are quantised anew in every run
            and whose outputs stay float; all other operators become int8.
        ranges: tensor name → lowest and highest value int8 has to hold.
        means: tensor name → the mean of each channel, for the inputs of convolutions.
    """

    keep_float: tuple[str, ...]
    int8_weights: tuple[str, ...]
    ranges: Mapping[str, tuple[float, float]]
    means: Mapping[str, tuple[float, ...]]


def read_calibration(path: Path) -> Calibration:
    """Load a calibration file.

    Raises:
        OSError: it cannot be read.
        ValueError: it is of another format.
    """
    fields = json.loads(path.read_text(encoding="utf-8"))
    if (fields.get("format"), fields.get("version")) != (_FORMAT, _VERSION):
        message = f"{path.name} is no calibration file of this version"
        raise ValueError(message)
    return Calibration(
        keep_float=tuple(fields["keep_float"]),
        int8_weights=tuple(fields["int8_weights"]),
        ranges={name: (low, high) for name, (low, high) in fields["ranges"].items()},
        means={name: tuple(values) for name, values in fields["means"].items()},
    )


def write_calibration(path: Path, calibration: Calibration) -> None:
    """Save a calibration file, one tensor a line, so that changes can be reviewed."""
    lines = [f' "format": {json.dumps(_FORMAT)}', f' "version": {_VERSION}']
    for key, names in (
        ("keep_float", calibration.keep_float),
        ("int8_weights", calibration.int8_weights),
    ):
        lines.append(f' "{key}": {json.dumps(list(names), indent=1)}')
    for key, table in (("ranges", calibration.ranges), ("means", calibration.means)):
        rows = [f"  {json.dumps(name)}: {json.dumps(list(row))}" for name, row in table.items()]
        lines.append(f' "{key}": {{\n' + ",\n".join(rows) + "\n }")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
