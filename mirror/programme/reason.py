"""Why something was decided: a key of mirror/text and the values its sentence needs.

Keys here begin below the table `why` of the texts: "pain.amber" is `why.pain.amber` there, so that
they never meet the words of a scene.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence to be.

    Attributes:
        key: its key, such as "pain.amber"; never empty.
        values: what the sentence names, by placeholder.
    """

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """A decision without a reason is a mistake of the program.

        Raises:
            ValueError: no key.
        """
        if not self.key:
            message = "a reason needs a key"
            raise ValueError(message)
