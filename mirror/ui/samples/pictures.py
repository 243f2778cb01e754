"""All sample pictures."""

from mirror.session.scenes import Picture
from mirror.text.catalog import Texts
from mirror.ui.samples.around import around
from mirror.ui.samples.training import training


def samples(texts: Texts) -> dict[str, Picture]:
    """Every scene by name, in the words of a language."""
    return {**around(texts), **training(texts)}
