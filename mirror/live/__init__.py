"""`plumbline run`, the mirror itself, and `plumbline replay`."""

from mirror.live.options import ReplayOptions, RunOptions
from mirror.live.replay import replay
from mirror.live.run import run

__all__ = ["ReplayOptions", "RunOptions", "replay", "run"]
