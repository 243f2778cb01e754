"""How the screen hangs, from the settings."""

from mirror.config.settings import ScreenSettings
from mirror.ui.glass import Glass

_FULL = 10


def glass_of(screen: ScreenSettings) -> Glass:
    """The settings as the window takes them; brightness in ten even steps."""
    return Glass(
        rotation=screen.rotation_deg,
        gauge_side=screen.gauge_side,
        brightness=screen.brightness / _FULL,
    )
