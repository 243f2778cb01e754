"""The scenes between sets: the result, and what went wrong. Nobody moves, so more may be lit."""

from mirror.session.view import ResultRow, View
from mirror.ui.block import LEADING
from mirror.ui.pen import Pen
from mirror.ui.theme import GREY, TONES, WHITE
from mirror.ui.words import Style

ROW_LINES = 3  # the exercise, and a cue of up to two lines
ROW_GAP = 0.6  # of the medium size, between two sets


def draw_result(pen: Pen, view: View) -> None:
    """Each finished set: exercise, count, and what to work on. The latest that fit."""
    sizes, margin, head = pen.sizes, pen.places.margin, pen.places.head
    title = pen.fit(view.title, (sizes.large, sizes.medium), head.width)
    pen.put(title, head.topleft, Style(WHITE))
    top = head.top + title.height_px + 2 * margin
    for row in view.rows[-_rows_that_fit(pen, top) :]:
        top = _row(pen, row, top)


def draw_error(pen: Pen, view: View) -> None:
    """What happened and what to do, large: nothing else goes on."""
    sizes, head = pen.sizes, pen.places.head
    pen.put(pen.fit(view.title, (sizes.medium,), head.width), head.topleft, Style(GREY))
    top = round(pen.canvas.surface.get_height() * 0.3)
    for line in (view.state, view.cue):
        if line is not None:
            block = pen.fit(line.text, (sizes.large, sizes.medium), head.width, most_lines=4)
            pen.put(block, (head.left, top), Style(TONES[line.tone]))
            top += block.height_px + sizes.medium


def _rows_that_fit(pen: Pen, top: int) -> int:
    room = pen.places.labels.top - pen.places.margin - top
    return max(1, int(room // (pen.sizes.medium * (ROW_LINES * LEADING + ROW_GAP))))


def _row(pen: Pen, row: ResultRow, top: int) -> int:
    """Draw one set; gives back where the next begins."""
    place, size = pen.places.head, pen.sizes.medium
    sizes, left = (size, pen.sizes.small), place.left + size
    pen.mark(row.tone, (place.left + size * 0.3, top + size * 0.56), size * 0.28)
    count = pen.fit(row.count, sizes, place.width // 2)
    pen.put(count, (place.right, top), Style(WHITE, "right"))
    room = place.width - size - count.width_px - pen.places.margin
    pen.put(pen.fit(row.title, sizes, room), (left, top), Style(WHITE))
    top += round(size * LEADING)
    detail = pen.fit(row.detail, (size,), place.width - size, most_lines=2)
    pen.put(detail, (left, top), Style(TONES[row.tone], weight="Regular"))
    return top + detail.height_px + round(size * ROW_GAP)
