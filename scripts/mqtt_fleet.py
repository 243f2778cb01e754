"""Simulated mirrors that publish to one mosquitto on loopback: how much arrives, and how soon.

    .venv/bin/python -m scripts.mqtt_fleet [--mirrors 1000] [--seconds 60] [--every 5]

Each mirror has a connection of its own with a last will, as `plumbline sync` has, and publishes a
retained state with QoS 1 every few seconds. One subscriber in a process of its own, as Home
Assistant is one, counts what arrives. The broker has mosquitto's own settings. Stops by itself.
"""

import argparse
import json
import random
import resource
import selectors
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, Final

from paho.mqtt.client import MQTT_ERR_SUCCESS, Client, MQTTMessage, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion

from tests.app.sync_broker import broker

AFTER_S: Final = 15.0
"""What has not arrived so long after the last message was published is lost."""
STEP_S: Final = 0.02


class Fleet:
    """Many of the library's clients, driven in one thread.

    Args:
        port: of the broker.
        mirrors: how many.
    """

    def __init__(self, port: int, mirrors: int) -> None:
        """Connect them all."""
        self.sent = self.acknowledged = self.lost_lines = 0
        self._selector = selectors.DefaultSelector()
        self._clients: dict[int, Client] = {}
        self._numbers: Counter[int] = Counter()
        for mirror in range(mirrors):
            self._clients[mirror] = self._connected(mirror, port)
            self.turn(0.0)

    def publish(self, mirror: int) -> None:
        """Have a mirror say its state."""
        client = self._clients.get(mirror)
        if client is None:
            return
        number = self._numbers[mirror]
        self._numbers[mirror] += 1
        state = {"mirror": mirror, "n": number, "t": time.monotonic(), "reps": 120, "streak": 3}
        client.publish(f"plumbline/{mirror}/state", json.dumps(state), qos=1, retain=True)
        self.sent += 1

    def turn(self, timeout_s: float) -> None:
        """Read what came, and write what waits."""
        for key, _ in self._selector.select(timeout_s):
            mirror: int = key.data
            if self._clients[mirror].loop_read() != MQTT_ERR_SUCCESS:
                self._selector.unregister(key.fileobj)
                del self._clients[mirror]
                self.lost_lines += 1
        for client in self._clients.values():
            if client.want_write():
                client.loop_write()

    def keep_alive(self) -> None:
        """Once a second or so."""
        for client in list(self._clients.values()):
            client.loop_misc()

    def end(self) -> None:
        """Say goodbye."""
        for client in self._clients.values():
            client.disconnect()
        self._selector.close()

    def _connected(self, mirror: int, port: int) -> Client:
        client = Client(CallbackAPIVersion.VERSION2, f"plumbline-{mirror}", protocol=MQTTv5)
        client.will_set(f"plumbline/{mirror}/availability", "offline", qos=1, retain=True)
        client.on_publish = self._taken
        client.connect("127.0.0.1", port, keepalive=60)
        line = client.socket()
        assert isinstance(line, socket.socket)  # noqa: S101 - connect() raised otherwise
        self._selector.register(line, selectors.EVENT_READ, mirror)
        return client

    def _taken(self, *_: object) -> None:
        self.acknowledged += 1


def run(fleet: Fleet, *, mirrors: int, seconds: float, every_s: float) -> None:
    """Publish for a while, each mirror at times of its own, and wait for what is on its way."""
    chance = random.Random(1)  # noqa: S311 - when each publishes
    next_s = [time.monotonic() + chance.uniform(0.0, every_s) for _ in range(mirrors)]
    end_s = time.monotonic() + seconds
    kept_s = 0.0
    while (now_s := time.monotonic()) < end_s + AFTER_S:
        if now_s < end_s:
            for mirror, due_s in enumerate(next_s):
                if due_s <= now_s:
                    fleet.publish(mirror)
                    next_s[mirror] += every_s
        elif fleet.acknowledged == fleet.sent and now_s > end_s + 2.0:
            return
        fleet.turn(STEP_S)
        if now_s - kept_s > 1.0:
            fleet.keep_alive()
            kept_s = now_s


def listen(port: int) -> int:
    """Count what arrives until told to stop; print it as JSON."""
    arrived: Counter[tuple[int, int]] = Counter()
    delays_s: list[float] = []
    client = Client(CallbackAPIVersion.VERSION2, "listener", protocol=MQTTv5)

    def take(_client: Client, _data: object, message: MQTTMessage) -> None:
        found = json.loads(message.payload)
        arrived[found["mirror"], found["n"]] += 1
        delays_s.append(time.monotonic() - found["t"])

    client.on_message = take
    client.on_connect = lambda client, *_: client.subscribe("plumbline/+/state", 1)
    client.on_subscribe = lambda *_: print("ready", flush=True)
    client.connect("127.0.0.1", port, keepalive=60)
    client.loop_start()
    sys.stdin.readline()
    client.disconnect()
    client.loop_stop()
    figures = {
        "arrived": len(arrived),
        "doubles": arrived.total() - len(arrived),
        "median_ms": round(1000 * median(delays_s), 1) if delays_s else None,
        "p99_ms": round(1000 * quantiles(delays_s, n=100)[98], 1) if len(delays_s) > 1 else None,
        "longest_ms": round(1000 * max(delays_s), 1) if delays_s else None,
    }
    print(json.dumps(figures), flush=True)
    return 0


def measure(mirrors: int, seconds: float, every_s: float) -> int:
    """Run broker, listener and mirrors; print what came of it."""
    _allow_files(2 * mirrors + 200)
    with TemporaryDirectory() as folder, broker(Path(folder)) as here:
        listener = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "scripts.mqtt_fleet", "--listen", str(here.port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert listener.stdout is not None  # noqa: S101 - asked for
            listener.stdout.readline()
            began_s = time.monotonic()
            fleet = Fleet(here.port, mirrors)
            connected_s = time.monotonic() - began_s
            run(fleet, mirrors=mirrors, seconds=seconds, every_s=every_s)
            said, _ = listener.communicate("stop\n", timeout=60.0)
            fleet.end()
        finally:
            listener.kill()
            listener.wait()
        cpu_s, memory_mb = here.usage()
    found: dict[str, Any] = json.loads(said)
    print(
        f"{mirrors} mirrors connected in {connected_s:.1f} s, a state every {every_s:g} s each,"
        f" for {seconds:g} s\n"
        f"published {fleet.sent}, taken by the broker {fleet.acknowledged},"
        f" delivered {found['arrived']}, lost {fleet.sent - found['arrived']},"
        f" twice {found['doubles']}, connections lost {fleet.lost_lines}\n"
        f"delay: median {found['median_ms']} ms, 99 % {found['p99_ms']} ms,"
        f" longest {found['longest_ms']} ms\n"
        f"mosquitto: {cpu_s:.1f} s of processor time, {memory_mb:.1f} MB"
    )
    return 0 if found["arrived"] == fleet.sent else 1


def _allow_files(wanted: int) -> None:
    """Connections are files; the broker inherits the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


def main() -> int:
    """Exit code 1 when anything was lost."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    words.add_argument("--mirrors", type=int, default=1000)
    words.add_argument("--seconds", type=float, default=60.0)
    words.add_argument("--every", type=float, default=5.0, help="seconds between two states")
    words.add_argument("--listen", type=int, help=argparse.SUPPRESS)
    options = words.parse_args()
    if options.listen is not None:
        return listen(options.listen)
    return measure(options.mirrors, options.seconds, options.every)


if __name__ == "__main__":
    sys.exit(main())
