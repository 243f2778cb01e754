"""This moment, for records and for the names of files."""

import time

from device.board import boot_id, clock_is_set
from mirror.store.records import Moment


def moment() -> Moment:
    """This moment."""
    return Moment(time.monotonic(), boot_id(), time.time(), clock_is_set())


def stamp() -> str:
    """This moment for a file's name, such as "20260512T101500Z"."""
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
