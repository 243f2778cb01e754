"""The contract tests of the Wi-Fi with the NetworkManager of a container; see network_test.sh."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from scripts.container.machine import Machine

ROOT: Final = Path(__file__).resolve().parents[2]
USER: Final = "plumbline-network"
RULES: Final = "etc/polkit-1/rules.d/50-plumbline.rules"


def main(root: Path) -> int:
    """Boot, test, switch off; returns pytest's exit code."""
    shutil.copy(ROOT / "systemd" / "polkit.rules", root / RULES)
    machine = Machine(root, root.parent / "network.log")
    machine.boot(network=False)
    try:
        if not machine.ok("getent", "passwd", USER):
            machine.run("useradd", "--system", USER)
        machine.run("systemctl", "start", "NetworkManager")
        command = machine.inside("setpriv", "--reuid", USER, "--clear-groups", "nmcli")
        tests = ("-m", "pytest", "-q", "-rs", "tests/contracts/test_networks.py")
        environment = os.environ | {"PLUMBLINE_NMCLI": " ".join(command)}
        done = subprocess.run((sys.executable, *tests), cwd=ROOT, env=environment, check=False)  # noqa: S603 - fixed words
    finally:
        machine.cut()
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
