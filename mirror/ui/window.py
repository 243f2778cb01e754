"""The window or the full screen: shows pictures, and is the buttons of a keyboard."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pygame

from device.ports import ButtonName, Edge
from mirror.session.scenes import Picture
from mirror.session.view import View
from mirror.ui.glass import Glass
from mirror.ui.painter import Painter

WINDOW_PX: Final = (540, 960)  # upright, as the mirror hangs; a person can pull it wider
EASE_S: Final = 0.2  # DESIGN.md: movement is calm, ease in 200 ms
KEYS: Final[Mapping[int, ButtonName]] = {
    pygame.K_UP: "up",
    pygame.K_DOWN: "down",
    pygame.K_RETURN: "select",
    pygame.K_KP_ENTER: "select",
    pygame.K_ESCAPE: "back",
    pygame.K_BACKSPACE: "back",
}
BLIND: Final = frozenset({"dummy", "offscreen", "evdev"})  # SDL's drivers without a screen


class NoDisplayError(Exception):
    """There is nothing to draw on; the message says why in a few words."""


@dataclass(frozen=True, slots=True, eq=False)
class _Fade:
    """The scene before, while it goes."""

    before: pygame.Surface
    since_s: float

    def draw(self, surface: pygame.Surface, now_s: float) -> bool:
        """Draw what is left of it; whether anything is."""
        left = 1.0 - (now_s - self.since_s) / EASE_S
        if left <= 0.0 or self.before.get_size() != surface.get_size():
            return False
        self.before.set_alpha(round(255 * left))
        surface.blit(self.before, (0, 0))
        return True


def _scene(picture: Picture) -> tuple[type, object]:
    """What must change for a scene to be another one."""
    return type(picture), picture.scene if isinstance(picture, View) else None


class Window:
    """Draws on the screen SDL found, and gives its keys as buttons. Use `open_window`.

    Args:
        surface: the open display.
        glass: how the screen hangs.
        clock: monotonic seconds, for the times of keys.
    """

    def __init__(
        self,
        surface: pygame.Surface,
        *,
        glass: Glass = Glass(),  # noqa: B008 - frozen
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take over an open display."""
        self._clock = clock
        self._closing = False
        self._surface = surface
        self._glass = glass
        self._painter = Painter()
        self._shown: tuple[Picture, str, tuple[int, int]] | None = None
        self._fade: _Fade | None = None

    def adjust(self, glass: Glass) -> None:
        """Put pictures on the screen another way from now on."""
        if glass != self._glass:
            self._glass = glass
            self._shown = None

    def show(self, picture: Picture, notice: str = "") -> bool:
        """Draw a picture unless it is on the screen already; say whether it was drawn.

        Another scene eases in over the one before.

        Args:
            picture: what there is to see.
            notice: a quiet line about the records; see `mirror.ui.draw`.
        """
        surface = pygame.display.get_surface() or self._surface  # a new one when resized
        now = (picture, notice, surface.get_size())
        if now == self._shown and self._fade is None:
            return False
        if self._shown is not None and _scene(self._shown[0]) != _scene(picture):
            self._fade = _Fade(surface.copy(), self._clock())
        self._painter.paint(surface, picture, self._glass, notice)
        if self._fade is not None and not self._fade.draw(surface, self._clock()):
            self._fade = None
        pygame.display.flip()
        self._surface, self._shown = surface, now
        return True

    @property
    def closing(self) -> bool:
        """Whether the window's own button was pressed."""
        return self._closing

    def edges(self) -> tuple[Edge, ...]:
        """Keys that went down or up since the last call; see `device.ports.Buttons`."""
        found = []
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                self._closing = True
            elif event.type in {pygame.KEYDOWN, pygame.KEYUP} and event.key in KEYS:
                down = event.type == pygame.KEYDOWN
                found.append(Edge(KEYS[event.key], down=down, t_s=self._clock()))
            elif event.type in {pygame.WINDOWEXPOSED, pygame.WINDOWSIZECHANGED}:
                self._shown = None
        return tuple(found)

    def close(self) -> None:
        """Give the screen back; may be called twice."""
        pygame.quit()


def open_window(
    *,
    fullscreen: bool,
    glass: Glass = Glass(),  # noqa: B008 - frozen
    environment: Mapping[str, str] = os.environ,
) -> Window:
    """Open the full screen or a window.

    Without a desktop SDL draws on the bare screen (KMSDRM). SDL_VIDEODRIVER overrides.

    Raises:
        NoDisplayError: there is no screen here, or SDL cannot use it.
    """
    wanted = environment.get("SDL_VIDEODRIVER", "")
    desktop = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    if not wanted and not desktop and not any(Path("/dev/dri").glob("card*")):
        message = "no desktop and no screen"
        raise NoDisplayError(message)
    try:
        size = WINDOW_PX[::-1] if glass.sideways else WINDOW_PX
        surface = _open(size, fullscreen=fullscreen, blind_too=bool(wanted))
    except (pygame.error, NoDisplayError) as error:
        pygame.quit()
        raise NoDisplayError(str(error)) from error
    return Window(surface, glass=glass)


def _open(size: tuple[int, int], *, fullscreen: bool, blind_too: bool) -> pygame.Surface:
    pygame.display.init()
    pygame.font.init()
    if pygame.display.get_driver() in BLIND and not blind_too:
        message = "SDL found no screen"
        raise NoDisplayError(message)
    pygame.display.set_caption("Plumbline")
    if not fullscreen:
        return pygame.display.set_mode(size, pygame.RESIZABLE)
    surface = pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
    pygame.mouse.set_visible(False)
    return surface
