"""`plumbline network`: its words, its help, and what it runs."""

import argparse
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, TypeAlias

from mirror.cli.shared import Help, debug_argument

_EXAMPLES: Final = """\
examples:
  plumbline network               as the service plumbline-network does
  plumbline network --simulated   a Wi-Fi that is played, to look at the pages

docs/wifi.md explains the set-up. PLUMBLINE_NETWORK names the folder of its sockets.
"""

# The type has no other name.
_Commands: TypeAlias = "argparse._SubParsersAction[Any]"  # noqa: SLF001


def add_to(commands: _Commands) -> None:
    """Add the command to those of the command line."""
    made: argparse.ArgumentParser = commands.add_parser(
        "network",
        help="set up the Wi-Fi at the mirror, through NetworkManager",
        description="Let the Wi-Fi be set up at the mirror, through NetworkManager.",
        formatter_class=Help,
        epilog=_EXAMPLES,
    )
    made.add_argument("--simulated", action="store_true", help="without a Wi-Fi, to try")
    debug_argument(made)


def _network(options: argparse.Namespace) -> int:
    from mirror.network.messages import folder  # noqa: PLC0415 - heavy: only when asked for
    from mirror.network.nmcli import NetworkManager  # noqa: PLC0415 - with it
    from mirror.network.service import run  # noqa: PLC0415 - with it
    from mirror.network.simulated import SimulatedNetwork  # noqa: PLC0415 - with it

    network = SimulatedNetwork() if options.simulated else NetworkManager()
    return run(network, folder(), say=partial(print, flush=True))


COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {"network": _network}
