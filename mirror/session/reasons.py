"""Why something was decided, as a sentence in the person's language."""

from mirror.programme.phases import PHASES
from mirror.programme.reason import Reason, Value
from mirror.text.catalog import Texts

DECIMAL_COMMA = ("de", "es")


def sentence(reason: Reason, texts: Texts) -> str:
    """The sentence of a reason; names among its values become words of their own."""
    words = {name: _word(name, value, texts) for name, value in reason.values.items()}
    return texts[f"why.{reason.key}"].format(**words)


def _word(name: str, value: Value, texts: Texts) -> str:
    match name:
        case "side":
            key = f"side.{value}"
        case "exercise":
            key = f"exercise.{value}"
        case "band":
            key = f"band.{value}"
        case "stage":
            key = f"stage.{value}"
        case "bar":
            key = f"part.{value}"
        case "phase":
            key = f"phase.{PHASES[int(value)].name}"
        case "route":
            key = f"route.{value}"
        case "because":
            key = f"because.{value}"
        case _:
            return _number(value, texts.language)
    # Sides are titles elsewhere and stand inside a sentence here.
    return texts[key].lower() if name == "side" else texts[key]


def _number(value: Value, language: str) -> str:
    if not isinstance(value, float):
        return str(value)
    written = f"{value:.1f}".removesuffix(".0")
    return written.replace(".", ",") if language in DECIMAL_COMMA else written
