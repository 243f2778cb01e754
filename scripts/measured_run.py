"""One run of the mirror with a stop-watch, in a process of its own; see scripts/measure_loop.py.

python -m scripts.measured_run CLIP MODEL MONOTONIC_SECONDS_AT_THE_START
"""

import json
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pygame

from device.drivers.buttons_script import ScriptedButtons, held
from device.pins import Pins
from device.ports import Edge
from exercises.pose import Pose
from mirror.bench.worker import peak_mb
from mirror.config.settings import Settings
from mirror.live.around import Around
from mirror.live.options import RunOptions
from mirror.live.parts import Feed, RealParts, make_tracker
from mirror.live.run import run_with
from mirror.live.sounds import Sounds
from mirror.record.start import words
from mirror.session.current import SetTracker
from mirror.session.happenings import Counted, CueShown, Happening, KneeCaves, SceneChanged
from mirror.session.inputs import Input, SourceEnded
from mirror.session.routine import PlannedSet
from mirror.session.scenes import Picture
from mirror.ui.glass import Glass
from mirror.ui.window import Window

SIZE_PX: Final = (1080, 1920)
ROUTINE: Final = (PlannedSet("squat", "both", 50),)
"""More than a clip shows: the set runs until its end."""


class FromCamera:
    """The parts of a run, but the clip passes for a camera: the whole flow of a session runs."""

    def __init__(self, model: str) -> None:
        """Open nothing yet."""
        self._parts = RealParts(model=model, texts=words("en"), say=lambda *_: None)
        self.model = ""

    def exercises(self) -> tuple[str, ...]:
        """See `mirror.live.parts.Parts`."""
        return self._parts.exercises()

    def tracker(self, exercise: str) -> SetTracker:
        """See `mirror.live.parts.Parts`."""
        return make_tracker(exercise)

    def feed(self, source: str, *, real_time: bool) -> Feed:
        """See `mirror.live.parts.Parts`."""
        feed = self._parts.feed(source, real_time=real_time)
        self.model = feed.opened.model
        return replace(feed, opened=replace(feed.opened, live=True, plan=()))


@dataclass
class Watch:
    """What is measured.

    Attributes:
        begun_s: when the program was started.
        all_ms: from each pose's time to its end in the loop.
        decided_ms: those with a count, a cue or a tone.
        tone_ms: those with a tone.
        draw_ms: each picture that changed.
        first_s, opened_s: first picture, first one of the open source, after the start.
    """

    begun_s: float
    all_ms: list[float] = field(default_factory=list)
    decided_ms: list[float] = field(default_factory=list)
    tone_ms: list[float] = field(default_factory=list)
    draw_ms: list[float] = field(default_factory=list)
    first_s: float = 0.0
    opened_s: float = 0.0
    scenes: list[str] = field(default_factory=list)
    ended: bool = False

    def took(self, item: Input, happened: tuple[Happening, ...]) -> None:
        """See `mirror.live.loop.Ends.took`."""
        self.scenes += [one.scene for one in happened if isinstance(one, SceneChanged)]
        self.ended = self.ended or isinstance(item, SourceEnded)
        if not isinstance(item, Pose):
            return
        ms = (time.monotonic() - item.t_s) * 1e3
        self.all_ms.append(ms)
        if any(isinstance(one, Counted | CueShown | KneeCaves) for one in happened):
            self.decided_ms.append(ms)
        if any(isinstance(one, KneeCaves) for one in happened):
            self.tone_ms.append(ms)


class WatchedWindow:
    """A window that notes what its pictures cost, and closes when the clip is over."""

    def __init__(self, watch: Watch) -> None:
        """Open the display."""
        pygame.display.init()
        pygame.font.init()
        self._window = Window(pygame.display.set_mode(SIZE_PX))
        self._watch = watch

    @property
    def closing(self) -> bool:
        """See `mirror.live.loop.Screen`."""
        return self._watch.ended

    def show(self, picture: Picture, notice: str = "") -> bool:
        """See `mirror.live.loop.Screen`."""
        began_s = time.monotonic()
        drawn = self._window.show(picture, notice)
        now_s = time.monotonic()
        watch = self._watch
        watch.first_s = watch.first_s or now_s - watch.begun_s
        if watch.scenes[-1:] not in ([], ["starting"]):
            watch.opened_s = watch.opened_s or now_s - watch.begun_s
        if drawn:
            watch.draw_ms.append((now_s - began_s) * 1e3)
        return drawn

    def edges(self) -> tuple[Edge, ...]:
        """See `mirror.live.loop.Screen`."""
        return self._window.edges()

    def adjust(self, glass: Glass) -> None:
        """See `mirror.live.loop.Screen`."""
        self._window.adjust(glass)

    def close(self) -> None:
        """See `mirror.live.loop.Screen`."""
        self._window.close()


def main(clip: str, model: str, begun_s: float) -> dict[str, Any]:
    """Run the mirror on a clip and say what was measured."""
    watch = Watch(begun_s)
    parts = FromCamera(model)
    # Home comes soon after somebody is seen; what is chosen there first is today's plan.
    now_s = time.monotonic()
    presses = [edge for i in range(4) for edge in held("select", now_s + 2.0 + i)]
    with tempfile.TemporaryDirectory() as data:
        run_with(
            RunOptions(source=clip, config=Path(data) / "plumbline.toml"),
            parts,
            settings=Settings(),
            around=Around(
                open_screen=lambda **_: WatchedWindow(watch),
                make_sounds=lambda settings: Sounds(settings, say=lambda *_: None),
                open_pins=lambda _: Pins(buttons=ScriptedButtons(presses, clock=time.monotonic)),
                data=Path(data),
                power_off=lambda: False,
                took=watch.took,
                routine=ROUTINE,
            ),
        )
    return {
        "model": parts.model,
        "poses": len(watch.all_ms),
        "figures": {
            "scenes": " ".join(watch.scenes),
            "frame to end of the loop, every pose": _spread(watch.all_ms),
            "frame to count, cue or tone": _spread(watch.decided_ms),
            "frame to tone": _spread(watch.tone_ms),
            "draw at 1080 x 1920": _spread(watch.draw_ms),
            "start to first picture": f"{watch.first_s:.2f} s",
            "start to first scene of the camera": f"{watch.opened_s:.2f} s",
            "most memory": f"{peak_mb():.0f} MB",
        },
    }


def _spread(values_ms: list[float]) -> str:
    if not values_ms:
        return "none"
    median, high = np.percentile(values_ms, (50, 95))
    return f"median {median:.1f} ms, 95 % {high:.1f} ms (of {len(values_ms)})"


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], float(sys.argv[3]))))
