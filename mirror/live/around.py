"""What a run finds around it; tests bring their own."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from device.pins import Pins
from mirror.config.settings import Settings
from mirror.live.health import HealthWatch
from mirror.live.heartbeat import Heart
from mirror.live.logbook import Logbook
from mirror.live.loop import Screen
from mirror.live.rate import PoseRate
from mirror.live.sounds import Sounds
from mirror.session.happenings import Happening
from mirror.session.inputs import Input, News, RecordsTold
from mirror.session.routine import DEFAULT, Routine


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """What a run finds around it; tests bring their own.

    Attributes:
        open_screen: opens the screen or the window; raises NoDisplayError.
        make_sounds: makes the voice; None: silence.
        open_pins: opens what hangs on the pins of the settings.
        data: folder of the interrupted session and of screenshots.
        power_off: has the machine shut down; says whether it does.
        system_stops: whether the machine is shutting down.
        pause: waits for so many seconds.
        took: as `mirror.live.loop.Ends.took`.
        routine: a guest's plan.
        open_logbook: opens the records of people; None: nothing is kept, everybody is a guest.
        heart: tells the service manager that all is well.
        watch: makes the watch over the mirror's health, which tells and limits; None: none.
    """

    open_screen: Callable[..., Screen]
    make_sounds: Callable[[Settings], Sounds | None]
    open_pins: Callable[[Settings], Pins]
    data: Path
    power_off: Callable[[], bool]
    system_stops: Callable[[], bool] = lambda: False
    pause: Callable[[float], object] = time.sleep
    took: Callable[[Input, tuple[Happening, ...]], None] = lambda _item, _happened: None
    routine: Routine = DEFAULT
    open_logbook: Callable[[Path, Callable[[RecordsTold], None]], Logbook] | None = None
    heart: Heart = field(default_factory=Heart)
    watch: Callable[[Callable[[News], None], PoseRate], HealthWatch] | None = None
