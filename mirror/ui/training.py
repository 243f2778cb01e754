"""The scene of a set: exercise and side, the count in its ring, the figure, state and cue."""

from mirror.session.view import Line, Ring, View
from mirror.ui.figure import draw_figure
from mirror.ui.pen import Pen
from mirror.ui.shapes import Arc, circle, disc
from mirror.ui.theme import COOL, FAINT, GREY, TONES, WHITE
from mirror.ui.words import LEADING, Style

ARC_WIDTH = 0.07  # of the ring's side
LEAST_FILL = 0.01  # a hair of arc would be a dot: shown from where it means something


def draw_training(pen: Pen, view: View) -> None:
    """Draw a set that runs or is about to."""
    _head(pen, view)
    if view.ring is not None:
        _ring(pen, view.ring)
    if view.figure is not None:
        draw_figure(pen.surface, view.figure, pen.places.figure)
    if view.state is not None:
        _state(pen, view.state)
    if view.cue is not None:
        _cue(pen, view.cue)


def _head(pen: Pen, view: View) -> None:
    """Exercise and side at the top edge, the source's note below."""
    place, sizes = pen.places.head, (pen.sizes.medium, pen.sizes.small)
    side = pen.fit(view.side, sizes, place.width // 3)
    pen.put(side, place.topright, Style(COOL, "right"))
    title = pen.fit(view.title, sizes, place.width - side.width_px - pen.places.margin)
    pen.put(title, place.topleft, Style(WHITE))
    note = pen.fit(view.note, (pen.sizes.small,), place.width)
    pen.put(note, place.bottomleft, Style(GREY, weight="Regular"))


def _ring(pen: Pen, ring: Ring) -> None:
    """The count inside its arc; the arc's far end is the target."""
    place = pen.places.ring
    width = place.width * ARC_WIDTH
    radius = place.width / 2 - width
    arc = Arc((float(place.centerx), float(place.centery)), radius, width)
    arc.draw(pen.surface, FAINT, 1.0)
    if ring.fill > LEAST_FILL:
        arc.draw(pen.surface, TONES[ring.tone], ring.fill)
    if ring.reached:
        disc(pen.surface, COOL, arc.point(1.0), width * 0.9)
    else:
        circle(pen.surface, GREY, arc.point(1.0), width * 0.5, width * 0.16)
    sizes = (pen.sizes.count, pen.sizes.count * 3 // 4, pen.sizes.large)
    number = pen.fit(ring.number, sizes, round(2 * radius - 2 * width))
    # Numerals have no descenders: their middle lies above the line's middle.
    top = place.centery - round(0.60 * number.size_px)
    ink = GREY if ring.tone == "muted" else WHITE
    pen.put(number, (place.centerx, top), Style(ink, "centre"))
    unit = pen.fit(ring.unit, (pen.sizes.medium, pen.sizes.small), round(place.width * 0.44))
    foot = round(place.centery + radius * 0.86 - unit.size_px * 0.62)
    pen.put(unit, (place.centerx, foot), Style(GREY, "centre"))


def _cue_room_px(pen: Pen) -> int:
    """Height kept for two lines of a cue, so that the state above keeps its place."""
    return round(2 * pen.sizes.large * LEADING)


def _state(pen: Pen, line: Line) -> None:
    """What to do now, above the cue's place; two lines grow upward."""
    words = _Words(pen, line, marked=line.tone == "attend")
    gap = round(pen.sizes.large * 0.25)
    words.put(pen.places.words.bottom - _cue_room_px(pen) - gap - words.block.height_px)


def _cue(pen: Pen, line: Line) -> None:
    """The last cue at the foot."""
    words = _Words(pen, line, marked=line.tone in {"attend", "good"})
    words.put(pen.places.words.bottom - _cue_room_px(pen))


class _Words:
    """A line in the words' place, with the mark of its tone before it."""

    def __init__(self, pen: Pen, line: Line, *, marked: bool) -> None:
        self._pen, self._line, self._marked = pen, line, marked
        self._size = pen.sizes.large
        self._indent = round(self._size * 0.75) if marked else 0
        width = pen.places.words.width - self._indent
        self.block = pen.fit(line.text, (self._size, pen.sizes.medium), width, most_lines=2)

    def put(self, top: int) -> None:
        place, line = self._pen.places.words, self._line
        free = place.width - self.block.width_px - self._indent
        left = place.left if self._pen.places.upright else place.left + free // 2
        style = Style(TONES[line.tone], strength=line.strength)
        self._pen.put(self.block, (left + self._indent, top), style)
        if self._marked:
            centre = (left + self._size * 0.26, top + self.block.size_px * 0.56)
            self._pen.mark(line.tone, centre, self._size * 0.24 * line.strength)
