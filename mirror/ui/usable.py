"""Whether there is something to draw on, without drawing."""

import os

import pygame

from mirror.ui.window import BLIND, NoDisplayError


def display_driver() -> tuple[str, tuple[int, int]]:
    """SDL's driver and the size of the screen, in px. Opens no window.

    Raises:
        NoDisplayError: there is nothing to draw on.
    """
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    try:
        pygame.display.init()
        driver = pygame.display.get_driver()
        sizes = pygame.display.get_desktop_sizes()
    except pygame.error as error:
        raise NoDisplayError(str(error)) from error
    finally:
        pygame.display.quit()
    if driver in BLIND or not sizes:
        raise NoDisplayError(driver)
    return driver, sizes[0]
