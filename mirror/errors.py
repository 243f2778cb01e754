"""Errors of the program's own making: what was asked cannot be done, and what to do instead."""


class UserError(Exception):
    """What the person asked for cannot be done as asked.

    The command line prints it as one line, `plumbline: <message>. <remedy>`, and exits with 2.

    Args:
        message: what happened, in one sentence without a full stop.
        remedy: what to do, in one sentence with its full stop; shown after the message.
    """

    def __init__(self, message: str, *, remedy: str) -> None:
        """Keep both parts; `str()` joins them."""
        super().__init__(f"{message}. {remedy}")
        self.message = message
        self.remedy = remedy
