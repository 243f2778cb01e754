"""What a person is told at a stop or about their progress, in words."""

from dataclasses import dataclass

from mirror.programme.flags import Route
from mirror.programme.reason import Reason
from mirror.session.reasons import sentence
from mirror.session.view import Tone
from mirror.text.catalog import Texts


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to read.

    Attributes:
        title: the heading.
        text: what it is.
        remedy: what to do; may be empty.
        tone: as in `mirror.session.view`.
    """

    title: str
    text: str
    remedy: str = ""
    tone: Tone = "attend"


def stop_notice(reason: Reason, route: Route | None, texts: Texts) -> Notice:
    """Of a stop: why, and who should look at it, or that rest is all it needs."""
    remedy = texts["told.rest"] if route is None else texts[f"route.{route}"]
    return Notice(texts["told.stop"], sentence(reason, texts), remedy)


def advice_notice(reason: Reason, route: Route | None, texts: Texts) -> Notice:
    """Of an advice, which stops nothing."""
    remedy = "" if route is None else texts[f"route.{route}"]
    return Notice(texts["told.advice"], sentence(reason, texts), remedy, "plain")


def left_out_notice(exercise: str, reason: Reason, texts: Texts) -> Notice:
    """Of an exercise that rests today."""
    title = texts["told.left_out"].format(exercise=texts[f"exercise.{exercise}"])
    return Notice(title, sentence(reason, texts))
