"""A heading, what happened, what to do; a code to type is as large as the count."""

import pygame

from mirror.session.scenes import NoticeView
from mirror.ui.pen import Pen, put_line
from mirror.ui.qr import draw_qr
from mirror.ui.theme import GREY, WHITE
from mirror.ui.words import Style

TOP, LOW = 0.24, 0.2  # of the height: where the message begins, upright and lying
QR = 0.5  # of the room below the message
REMEDY_LINES = 4  # of the smallest letters, which the QR code must leave
MESSAGE = 0.4  # of the room below it: what the message may take


def draw_notice(pen: Pen, view: NoticeView) -> None:
    """Draw the message in the upper half, the remedy below it."""
    sizes, page = pen.sizes, pen.places.page
    title = pen.fit(view.title, (sizes.medium, sizes.small), page.width, 2)
    pen.put(title, page.topleft, Style(GREY))
    start = TOP if pen.places.upright else LOW
    top = round(pen.canvas.surface.get_height() * start)
    room = pygame.Rect(page.left, top, page.width, page.bottom - top)
    share = round(room.height * MESSAGE)
    place = pygame.Rect(room.left, room.top, room.width, share)
    drawn = put_line(pen, view.message, place, (sizes.large, sizes.medium, sizes.small))
    top = drawn.bottom + sizes.medium
    if view.qr:
        below = sizes.medium // 2 + REMEDY_LINES * sizes.small
        if view.code:
            below += 2 * sizes.large + sizes.medium
        left = room.bottom - top
        side = min(room.width, round(QR * left), left - below)
        draw_qr(pen.canvas, view.qr, pygame.Rect(room.left, top, side, side))
        top += side + sizes.medium // 2
    if view.code:
        tall = (sizes.large, sizes.medium) if view.qr else (sizes.count, sizes.large, sizes.medium)
        code = pen.fit(view.code, tall, room.width)
        pen.put(code, (room.left, top), Style(WHITE))
        top += code.height_px + sizes.medium
    remedy_room = (room.width, room.bottom - top)
    remedy = pen.fill(view.remedy, (sizes.medium, sizes.small), remedy_room)
    pen.put(remedy, (room.left, top), Style(WHITE, weight="Regular"))
