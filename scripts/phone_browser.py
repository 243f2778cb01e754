"""Chromium, driven through selenium: for pictures of the phone pages and for their tests."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

SIZES: Final[Mapping[str, tuple[int, int]]] = {"phone": (360, 800), "desk": (1280, 800)}


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
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
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


def command(driver: webdriver.Chrome, name: str, words: Mapping[str, object]) -> Any:  # noqa: ANN401 - JSON
    """A command of the DevTools protocol."""
    return driver.execute_cdp_cmd(name, dict(words))


def console(driver: webdriver.Chrome) -> list[str]:
    """What the pages complained of since last asked, such as a breach of the policy."""
    entries = driver.get_log("browser")  # type: ignore[no-untyped-call] # selenium's
    return [str(entry["message"]) for entry in entries if entry["level"] in {"SEVERE", "WARNING"}]
