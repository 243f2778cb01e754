"""All sample pictures."""

from collections.abc import Mapping

from mirror.session.scenes import Picture
from mirror.text.catalog import Texts
from mirror.ui.samples.around import around
from mirror.ui.samples.programme import programme
from mirror.ui.samples.training import training
from mirror.ui.samples.words import Words, words_of


def samples(texts: Texts, words: Words | None = None) -> dict[str, Picture]:
    """Every scene by name.

    Args:
        texts: the words of a language.
        words: those the catalog has not; by default of the same language.
    """
    pictures = {**around(texts), **training(texts)}
    return pictures | programme(texts, words or words_of(texts.language), pictures)


def notices(texts: Texts) -> Mapping[str, str]:
    """What some of the pictures have above their labels, by their names."""
    return dict.fromkeys(("home-notice", "work-cue-notice"), words_of(texts.language)["notice"])
