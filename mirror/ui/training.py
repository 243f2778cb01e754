"""The scene of a set: exercise and side, the count in its ring, gauges, figure, state and cue."""

from typing import Final

from mirror.session.view import Line, View
from mirror.ui.block import LEADING
from mirror.ui.figure import draw_figure
from mirror.ui.knees import draw_knees
from mirror.ui.pen import Pen
from mirror.ui.ring import draw_ring, draw_tempo
from mirror.ui.theme import COOL, GREY, TONES, WHITE
from mirror.ui.words import Style

FREE_LYING: Final = 0.55  # of the height: what stays free above the words, lying


def draw_training(pen: Pen, view: View) -> None:
    """Draw a set that runs or is about to."""
    draw_head(pen, view.title, side=view.side, note=view.note)
    if view.ring is not None:
        draw_ring(pen, view.ring, view.target)
    if view.tempo is not None:
        draw_tempo(pen.canvas, view.tempo, pen.places.ring)
    if view.knees is not None:
        draw_knees(pen.canvas, view.knees, pen.places.knees)
    if view.figure is not None:
        draw_figure(pen.canvas, view.figure, pen.places.figure)
    if view.state is not None:
        _state(pen, view.state)
    if view.cue is not None:
        draw_cue(pen, view.cue)


def draw_head(pen: Pen, text: str, *, side: str = "", note: str = "") -> None:
    """Exercise and side at the top edge, the source's note below."""
    place, sizes = pen.places.head, (pen.sizes.medium, pen.sizes.small)
    right = pen.fit(side, sizes, place.width // 3)
    pen.put(right, place.topright, Style(COOL, "right"))
    # Upright there is room for a second line above the ring, unless the note is there.
    lines = 2 if pen.places.upright and not note else 1
    title = pen.fit(text, sizes, place.width - right.width_px - pen.places.margin, lines)
    pen.put(title, place.topleft, Style(WHITE))
    below = pen.fit(note, (pen.sizes.small,), place.width)
    pen.put(below, place.bottomleft, Style(GREY, weight="Regular"))


def draw_cue(pen: Pen, line: Line) -> None:
    """The last cue at the foot."""
    marked, room_px = line.tone in {"attend", "good"}, _cue_room_px(pen)
    words = _Words(pen, line, marked=marked, room_px=room_px)
    words.put(pen.places.words.bottom - _cue_room_px(pen))


def words_top(pen: Pen) -> int:
    """Where words may begin: below the free middle, and upright below the knees' gauge."""
    if pen.places.upright:
        return max(pen.places.words.top, pen.places.knees.bottom)
    return round(FREE_LYING * pen.canvas.surface.get_height())


def _cue_room_px(pen: Pen) -> int:
    """Height kept for two lines of a cue, so that the state above keeps its place."""
    return round(2 * pen.sizes.large * LEADING)


def _state(pen: Pen, line: Line) -> None:
    """What to do now, above the cue's place; two lines grow upward."""
    end = pen.places.words.bottom - _cue_room_px(pen) - round(pen.sizes.large * 0.25)
    words = _Words(pen, line, marked=line.tone == "attend", room_px=end - words_top(pen))
    words.put(end - words.block.height_px)


class _Words:
    """A line in the words' place, with the mark of its tone before it."""

    def __init__(self, pen: Pen, line: Line, *, marked: bool, room_px: int) -> None:
        self._pen, self._line, self._marked = pen, line, marked
        self._size = pen.sizes.large
        self._indent = round(self._size * 0.75) if marked else 0
        width = pen.places.words.width - self._indent
        sizes = (self._size, pen.sizes.medium)
        self.block = pen.fit(line.text, sizes, width, most_lines=2)
        if self.block.height_px > room_px:
            self.block = pen.fit(line.text, sizes[1:], width, most_lines=2)

    def put(self, top: int) -> None:
        place, line = self._pen.places.words, self._line
        free = place.width - self.block.width_px - self._indent
        left = place.left if self._pen.places.upright else place.left + free // 2
        style = Style(TONES[line.tone], strength=line.strength)
        self._pen.put(self.block, (left + self._indent, top), style)
        if self._marked:
            size = self.block.size_px
            centre = (left + self._indent - size * 0.49, top + size * 0.56)
            self._pen.mark(line.tone, centre, size * 0.24 * line.strength)
