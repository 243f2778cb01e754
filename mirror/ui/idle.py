"""Nobody trains: the time of day, dim, and what comes next. Asleep, nothing at all."""

from mirror.session.scenes import IdleView
from mirror.ui.labels import draw_labels
from mirror.ui.pen import Pen, Stack
from mirror.ui.theme import DIM
from mirror.ui.words import Style


def draw_idle(pen: Pen, view: IdleView) -> None:
    """Draw the clock in the upper part, where it does not stand in a reflection's way."""
    if view.asleep:
        return
    page, sizes = pen.places.page.copy(), pen.sizes
    page.top = round(pen.canvas.surface.get_height() * (0.12 if pen.places.upright else 0.10))
    stack = Stack(pen, page)
    centred = Style(DIM, "centre", weight="Regular")
    stack.put(view.clock, (sizes.count, sizes.large), centred)
    stack.put(view.next_session, (sizes.medium, sizes.small), centred, most_lines=3)
    draw_labels(pen, view.labels, DIM)
