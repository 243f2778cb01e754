"""`draw(surface, picture, fonts)`: a function of the picture and the surface's size."""

from typing import assert_never

import pygame

from mirror.session.scenes import (
    CardView,
    CheckView,
    CountdownView,
    HowToView,
    IdleView,
    MenuView,
    NoticeView,
    PainView,
    Picture,
    ProgressView,
    RestView,
    SummaryView,
    TimerView,
    TrendView,
)
from mirror.session.view import View
from mirror.ui.canvas import Canvas
from mirror.ui.card import draw_card
from mirror.ui.check import draw_check
from mirror.ui.countdown import draw_countdown
from mirror.ui.glass import GaugeSide
from mirror.ui.howto import draw_howto
from mirror.ui.idle import draw_idle
from mirror.ui.labels import draw_labels, rise_px
from mirror.ui.layout import layout
from mirror.ui.menu import draw_menu
from mirror.ui.notice import draw_notice
from mirror.ui.pain import draw_pain
from mirror.ui.pen import Pen
from mirror.ui.progress import draw_progress
from mirror.ui.rest import draw_rest
from mirror.ui.result import draw_error, draw_result
from mirror.ui.summary import draw_summary
from mirror.ui.theme import BLACK, Fonts
from mirror.ui.timer import draw_timer
from mirror.ui.training import draw_training
from mirror.ui.trend import draw_trend
from mirror.ui.warning import draw_warning, warning_block


def draw(
    surface: pygame.Surface,
    picture: Picture,
    fonts: Fonts,
    gauge_side: GaugeSide = "left",
    notice: str = "",
) -> Canvas:
    """Draw a picture, upright, over the whole surface. Changes nothing else.

    Args:
        surface: what to draw on.
        picture: what there is to see.
        fonts: of this surface.
        gauge_side: where the gauges are.
        notice: a quiet line about the records, above the labels; asleep it stays dark.

    Returns:
        The canvas, which knows where light and words are.
    """
    surface.fill(BLACK)
    canvas = Canvas(surface)
    pen = Pen(canvas, fonts, layout(*surface.get_size(), gauge_side))
    idle = isinstance(picture, IdleView)
    if notice and not (isinstance(picture, IdleView) and picture.asleep):
        block = warning_block(pen, notice)
        height = block.height_px + rise_px(pen, picture.labels)
        pen = Pen(canvas, fonts, layout(*surface.get_size(), gauge_side, height))
        draw_warning(pen, block, dim=idle)
    _scene(pen, picture)
    if not idle:  # there they are dim too
        draw_labels(pen, picture.labels)
    return canvas


def _scene(pen: Pen, picture: Picture) -> None:  # noqa: C901, PLR0912 - one line for each scene
    match picture:
        case View(scene="starting" | "training"):
            draw_training(pen, picture)
        case View(scene="result"):
            draw_result(pen, picture)
        case View():
            draw_error(pen, picture)
        case IdleView():
            draw_idle(pen, picture)
        case MenuView():
            draw_menu(pen, picture)
        case HowToView():
            draw_howto(pen, picture)
        case CheckView():
            draw_check(pen, picture)
        case CountdownView():
            draw_countdown(pen, picture)
        case RestView():
            draw_rest(pen, picture)
        case PainView():
            draw_pain(pen, picture)
        case SummaryView():
            draw_summary(pen, picture)
        case ProgressView():
            draw_progress(pen, picture)
        case TrendView():
            draw_trend(pen, picture)
        case CardView():
            draw_card(pen, picture)
        case TimerView():
            draw_timer(pen, picture)
        case NoticeView():
            draw_notice(pen, picture)
        case _:
            assert_never(picture)
