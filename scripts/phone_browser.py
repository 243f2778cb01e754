"""Chromium, driven through selenium: for pictures of the phone pages and for their tests."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any, Final

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

SIZES: Final[Mapping[str, tuple[int, int]]] = {"phone": (360, 800), "desk": (1280, 800)}
TIMEOUT_S: Final = 20.0
_MAIN: Final = "return document.querySelector('main')?.innerText ?? ''"


@contextmanager
def browser(*, language: str = "en") -> Iterator[webdriver.Chrome]:
    """A fresh browser without a window; nothing of it stays."""
    options = webdriver.ChromeOptions()
    for word in (
        "--headless=new",
        "--no-sandbox",  # for root in a container
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--force-color-profile=srgb",
        f"--accept-lang={language}",
    ):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    # Chromium leaves folders behind where it is ended before it has swept.
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        service = Service("/usr/bin/chromedriver", env={**os.environ, "TMPDIR": folder})
        driver = webdriver.Chrome(options=options, service=service)
        try:
            yield driver
        finally:
            driver.quit()


def resize(driver: webdriver.Chrome, size: tuple[int, int], *, dark: bool = False) -> None:
    """A page of this size, as on a phone or a desk, in light or dark."""
    width, height = size
    command(
        driver,
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": width < 600},  # noqa: PLR2004 - a phone
    )
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    command(driver, "Emulation.setEmulatedMedia", {"features": [scheme]})


def text(driver: webdriver.Chrome) -> str:
    """What a person reads. One question to the page: between two it may go."""
    return str(driver.execute_script(_MAIN))


def until(driver: webdriver.Chrome, true: Callable[[webdriver.Chrome], object]) -> None:
    """Wait for what a click leads to; the page before may go while it is looked at."""
    wait = WebDriverWait(driver, TIMEOUT_S, ignored_exceptions=[WebDriverException])
    wait.until(true)


def press(driver: webdriver.Chrome, selector: str) -> None:
    """Bring it into view and click it."""
    one = driver.find_element(By.CSS_SELECTOR, selector)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", one)
    one.click()


def command(driver: webdriver.Chrome, name: str, words: Mapping[str, object]) -> Any:  # noqa: ANN401 - JSON
    """A command of the DevTools protocol."""
    return driver.execute_cdp_cmd(name, dict(words))


def console(driver: webdriver.Chrome) -> list[str]:
    """What the pages complained of since last asked, such as a breach of the policy."""
    entries = driver.get_log("browser")  # type: ignore[no-untyped-call] # selenium's
    return [str(entry["message"]) for entry in entries if entry["level"] in {"SEVERE", "WARNING"}]
