"""A real mosquitto on loopback, and what it holds."""

import os
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from paho.mqtt.client import Client, MQTTMessage, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion

USER = "mirror"
PASSWORD = "a long broker password"  # noqa: S105 - of the test broker
_WAIT_S = 20.0


def mosquitto() -> str:
    """The broker's program; Debian puts it where only root looks."""
    found = shutil.which(
        "mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
    )
    if found is None:
        pytest.skip("mosquitto is not installed: sudo apt-get install mosquitto")
    return found


class Broker:
    """One mosquitto; may be killed and started again on the same port.

    Args:
        folder: for its files.
        cert: a file with key and certificate, for TLS.
        closed: only `USER` is let in, and may write under plumbline/ and homeassistant/ only.
    """

    def __init__(self, folder: Path, *, cert: Path | None = None, closed: bool = False) -> None:
        with socket.create_server(("127.0.0.1", 0)) as one:
            self.port = one.getsockname()[1]
        lines = [f"listener {self.port} 127.0.0.1", f"allow_anonymous {str(not closed).lower()}"]
        # As root it would become another user, who may not read the files here.
        lines.append("user root")
        if closed:
            passwords, acl = folder / "passwords", folder / "acl"
            passwords.touch(mode=0o600)
            subprocess.run(  # noqa: S603 - our own words
                ["mosquitto_passwd", "-b", str(passwords), USER, PASSWORD],  # noqa: S607 - likewise
                check=True,
                capture_output=True,
            )
            acl.write_text(f"user {USER}\ntopic readwrite plumbline/#\n", encoding="utf-8")
            lines += [f"password_file {passwords}", f"acl_file {acl}"]
        if cert is not None:
            lines += [f"certfile {cert}", f"keyfile {cert}"]
        self._config = folder / "mosquitto.conf"
        self._config.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self._process: subprocess.Popen[str] | None = None
        self.start()

    def start(self) -> None:
        process = subprocess.Popen(  # noqa: S603 - our own words
            [mosquitto(), "-c", str(self._config)], stderr=subprocess.PIPE, text=True
        )
        assert process.stderr is not None
        seen = []
        for line in process.stderr:
            seen.append(line)
            if "running" in line:
                break
        else:
            message = f"mosquitto did not start: {''.join(seen)}"
            raise AssertionError(message)
        self._drain = threading.Thread(target=_drain, args=(process.stderr,), daemon=True)
        self._drain.start()
        self._process = process

    def kill(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(_WAIT_S)
            self._process = None
            self._drain.join(_WAIT_S)

    def usage(self) -> tuple[float, float]:
        """Processor time in seconds, and the most memory it had in MB."""
        assert self._process is not None
        place = Path("/proc") / str(self._process.pid)
        fields = (place / "stat").read_text("ascii").rpartition(")")[2].split()
        ticks = os.sysconf("SC_CLK_TCK")
        status = (place / "status").read_text("ascii")
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return (int(fields[11]) + int(fields[12])) / ticks, int(peak.split()[1]) / 1000

    def retained(self, topic: str = "#") -> dict[str, str]:
        """All retained messages."""
        found: dict[str, str] = {}
        done = threading.Event()
        client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTv5)

        def take(_client: Client, _data: object, message: MQTTMessage) -> None:
            if message.topic == "done":
                done.set()
            elif message.retain:
                found[message.topic] = message.payload.decode()

        def begin(client: Client, *_: object) -> None:
            # In this order on one connection: what is retained comes before it.
            client.subscribe([(topic, 1), ("done", 1)] if topic != "#" else [("#", 1)])
            client.publish("done", "", qos=1)

        client.on_message = take
        client.on_connect = begin
        client.connect("127.0.0.1", self.port)
        client.loop_start()
        assert done.wait(_WAIT_S)
        client.disconnect()
        client.loop_stop()
        return found


@contextmanager
def broker(folder: Path, *, cert: Path | None = None, closed: bool = False) -> Iterator[Broker]:
    made = Broker(folder, cert=cert, closed=closed)
    try:
        yield made
    finally:
        made.kill()


def certificate(folder: Path) -> Path:
    """A self-signed certificate for loopback, with its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed: sudo apt-get install openssl")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(  # noqa: S603 - our own words
        [
            openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
            "-keyout", str(key), "-out", str(cert),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    cert.write_text(cert.read_text(encoding="ascii") + key.read_text(encoding="ascii"), "ascii")
    return cert


def _drain(lines: IO[str]) -> None:
    with lines:
        for _ in lines:
            pass
