"""`draw(surface, view, fonts)`: the picture is a function of the view and the surface's size."""

import pygame

from mirror.session.view import View
from mirror.ui.layout import layout
from mirror.ui.pen import Pen
from mirror.ui.rest import draw_error, draw_result
from mirror.ui.theme import BLACK, Fonts
from mirror.ui.training import draw_training


def draw(surface: pygame.Surface, view: View, fonts: Fonts) -> None:
    """Draw a view over the whole surface. Changes nothing else."""
    surface.fill(BLACK)
    pen = Pen(surface, fonts, layout(*surface.get_size()))
    match view.scene:
        case "starting" | "training":
            draw_training(pen, view)
        case "result":
            draw_result(pen, view)
        case "error":
            draw_error(pen, view)
    pen.labels(view.labels)
