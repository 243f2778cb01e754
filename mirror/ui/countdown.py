"""The last seconds before a set, in the places of the set itself: nothing jumps when it begins."""

from mirror.session.scenes import CountdownView
from mirror.ui.figure import draw_figure
from mirror.ui.pen import Pen
from mirror.ui.ring import draw_number
from mirror.ui.training import draw_head


def draw_countdown(pen: Pen, view: CountdownView) -> None:
    """Draw the number in the ring, which empties with each second."""
    draw_head(pen, view.title)
    draw_number(pen, str(view.number), 1.0 - min(1.0, max(0.0, view.fraction)))
    if view.figure is not None:
        draw_figure(pen.canvas, view.figure, pen.places.figure)
