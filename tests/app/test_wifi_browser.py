"""The page for the Wi-Fi in a real browser, with the real service around a Wi-Fi that is played."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mirror.network.client import ask_as_mirror
from mirror.network.messages import VARIABLE, Asked, ToMirror
from mirror.network.port import Hotspot
from mirror.network.simulated import SimulatedNetwork
from scripts.phone_server import ROOT, chromium
from tests.app.phone_rules import RULES
from tests.app.wifi_world import HOME, SECRET, serving_wifi

pytest.importorskip("selenium")

from selenium import webdriver
from selenium.webdriver.common.by import By

from scripts.phone_browser import SIZES, browser, console, press, resize, text, until

WHY = chromium()
pytestmark = pytest.mark.skipif(WHY is not None, reason=str(WHY))
WAIT_S = 20.0


class Set:
    """Service and pages; the hotspot is this machine's own loop."""

    def __init__(self, folder: Path, port: int, network: SimulatedNetwork) -> None:
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}/wifi"
        self.network = network

    def told(self, do: str = "state") -> ToMirror:
        told = ask_as_mirror(self.folder, Asked(do))  # type: ignore[arg-type] # one of them
        assert told is not None
        return told

    def until(self, what: Callable[[ToMirror], bool]) -> ToMirror:
        end_s = time.monotonic() + WAIT_S
        while not what(told := self.told()):
            assert time.monotonic() < end_s
        return told

    def open(self) -> str:
        self.told("open")
        return self.until(lambda told: told.phase == "open").code


@contextmanager
def pages(folder: Path) -> Iterator[int]:
    words = ("web", "--host", "127.0.0.1", "--port", "0", "--data", str(folder / "data"))
    environment = {**os.environ, VARIABLE: str(folder)}
    with subprocess.Popen(  # noqa: S603 - our own command
        (sys.executable, "-m", "mirror", *words),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline().rsplit(":", 1)[1])
        finally:
            process.terminate()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Set]:
    network = SimulatedNetwork(own=Hotspot("127.0.0.1", 8, "lo"))
    with serving_wifi(network, tmp_path), pages(tmp_path) as port:
        yield Set(tmp_path, port, network)


@pytest.fixture
def driver() -> Iterator[webdriver.Chrome]:
    with browser() as one:
        resize(one, SIZES["phone"])
        yield one


def broken(driver: webdriver.Chrome) -> dict[str, object]:
    found = {name: driver.execute_script(script) for name, script in RULES.items()}
    return {name: what for name, what in found.items() if what}


def join(driver: webdriver.Chrome, password: str) -> None:
    # The QR code's part behind "#" has filled the number in.
    driver.find_element(By.CSS_SELECTOR, f'input[value="{HOME}"]').click()
    driver.find_element(By.ID, "password").send_keys(password)
    press(driver, "button")


def test_from_the_qr_code_to_the_wifi_with_a_wrong_password_on_the_way(
    place: Set, driver: webdriver.Chrome
) -> None:
    driver.get(place.url)
    assert driver.current_url.endswith("/pair")
    code = place.open()
    driver.get(f"{place.url}#{code}")
    assert code not in driver.current_url
    assert driver.find_element(By.ID, "code").get_attribute("value") == code
    assert not broken(driver)

    join(driver, "wrong horse")
    until(driver, lambda one: "The mirror now joins Home." in text(one))
    assert not broken(driver)
    place.until(lambda told: told.phase == "open" and told.reason == "password")

    driver.find_element(By.CSS_SELECTOR, "a.button").click()
    until(driver, lambda one: "Home did not take the password." in text(one))
    assert not broken(driver)
    join(driver, SECRET)
    place.until(lambda told: told.phase == "joined")
    assert place.network.kept == {HOME: SECRET}
    driver.get(place.url)
    assert driver.current_url.endswith("/pair")
    assert console(driver) == []


def test_a_hidden_one_has_a_field_and_the_password_can_be_shown(
    place: Set, driver: webdriver.Chrome
) -> None:
    code = place.open()
    driver.get(f"{place.url}#{code}")
    named = driver.find_element(By.ID, "named")
    assert not named.is_displayed()
    press(driver, 'input[name=pick][value=""]')
    named.send_keys("Cellar")
    secret = driver.find_element(By.ID, "password")
    secret.send_keys("under the stairs")
    press(driver, "[data-show]")
    assert secret.get_attribute("type") == "text"
    assert not broken(driver)
    driver.find_element(By.TAG_NAME, "button").click()
    place.until(lambda told: told.phase == "joined")
    assert "Cellar" in place.network.kept
    assert console(driver) == []


@pytest.mark.parametrize("dark", [False, True])
def test_it_keeps_the_rules_of_every_page(
    place: Set, driver: webdriver.Chrome, *, dark: bool
) -> None:
    place.open()
    for size in SIZES.values():
        resize(driver, size, dark=dark)
        driver.get(place.url)
        assert not broken(driver)
