"""`plumbline run`: the mirror itself."""

from mirror.live.options import RunOptions
from mirror.live.run import run

__all__ = ["RunOptions", "run"]
