"""Finds a person by the name, or the id, that was typed."""

import sqlite3

from mirror.config.nearest import nearest
from mirror.errors import UserError
from mirror.store.logged import LoggedPerson, people


def find(connection: sqlite3.Connection, name: str) -> LoggedPerson:
    """The person of that name or id; capitals do not matter.

    Raises:
        UserError: there is none, or there are several.
    """
    everyone = people(connection)
    typed = name.strip().casefold()
    found = [one for one in everyone if typed in {one.name.strip().casefold(), one.id.casefold()}]
    if len(found) == 1:
        return found[0]
    if found:
        message = f'{len(found)} people are called "{name}"'
        ids = ", ".join(one.id for one in found)
        raise UserError(message, remedy=f"Say which by the id: {ids}.")
    message = f'Nobody here is called "{name}"'
    if not everyone:
        raise UserError(message, remedy="There is nobody yet: train once.")
    lower = {one.name.casefold(): one.name for one in everyone}
    close = nearest(name, lower, shown="{}").removeprefix(", did you mean ").removesuffix("?")
    if close:
        raise UserError(message, remedy=f"Did you mean {lower[close]}?")
    raise UserError(message, remedy=f"Known: {', '.join(one.name for one in everyone)}.")
