from mirror.programme.reason import Reason
from mirror.text.catalog import Texts


def sentence(reason: Reason, texts: Texts) -> str:
    return texts[f"why.{reason.key}"]
