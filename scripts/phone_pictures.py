"""Takes pictures of every phone page, at the size of a phone and of a desk, light and dark.

    .venv/bin/python -m scripts.phone_pictures FOLDER [--only NAME] [--language de]

They show a made-up household (scripts/phone_records.py). Needs chromium and chromium-driver.
"""

import argparse
import sys
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from device.health import Health
from device.meter import Speed
from mirror.health.vitals import Vitals
from mirror.web.board import Live, LiveBoard, board_path
from mirror.web.figures import live_points
from mirror.web.now import now
from mirror.web.vitals import show_vitals
from scripts.phone_browser import SIZES, browser, console, resize, until
from scripts.phone_records import household, take
from scripts.phone_server import Served, chromium, serving

PAGES: Final[Mapping[str, str]] = {
    "overview": "/",
    "sessions": "/sessions",
    "session": "/sessions/session-025#set-6",
    "trends": "/trends",
    "plan": "/plan",
    "live": "/live",
    "profile": "/profile",
    "settings": "/settings",
    "phones": "/phones",
    "sync": "/sync",
    "export": "/export",
    "health": "/health",
    "about": "/about",
    "more": "/more",
    "who": "/who",
}
_DRAWN: Final = """
const reps = [...document.querySelectorAll("details[open] [data-figure]")].slice(0, 2);
const lit = (canvas) => "drawn" in canvas.dataset;
return document.readyState === "complete"
  && [...document.querySelectorAll("[data-chart]")].every((one) => one.querySelector("canvas"))
  && reps.every((one) => lit(one.querySelector("canvas")))
  && (!document.querySelector("[data-live]") || !document.querySelector("[data-on]").hidden);
"""
VITALS: Final = Vitals(
    Health(
        temperature_c=76.0,
        strains=frozenset({"under_voltage"}),
        memory_free_mb=812,
        disk_free_mb=21_300,
        clock_set=True,
        wifi_dbm=-80.0,
    ),
    Speed(29.9, 14.8, 41.0),
)


def pair(driver: Chrome, served: Served) -> None:
    """Connect the browser as a person does: the code of the mirror, typed."""
    code = served.code()
    driver.get(f"{served.url}/pair")
    driver.find_element(By.ID, "code").send_keys(code)
    driver.find_element(By.CSS_SELECTOR, "form button").click()
    until(driver, lambda one: one.find_elements(By.CSS_SELECTOR, "nav a"))


def drawn(driver: Chrome) -> None:
    """Wait until charts and figures stand."""
    until(driver, lambda one: one.execute_script(_DRAWN))


class Training:
    """Somebody squats while the pictures are taken, as in a golden recording, again and again."""

    def __init__(self, folder: Path) -> None:
        """Start at once, in a thread of its own."""
        self._points = live_points(take("squat_valgus", "squat").poses, mirrored=True)
        self._folder = folder
        self._board = LiveBoard(board_path(folder, {}))
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="training", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        number = 40
        show_vitals(board_path(self._folder, {}), VITALS, now().mono_s)
        while not self._stop.wait(0.25):
            points = self._points[number % len(self._points)]
            live = Live(
                exercise="squat",
                side="both",
                count=5,
                target=8,
                cue="Aim your knees at your second toes",
                tone="attend",
                points=points,
                marked=(25, 26),
                person="anna",
            )
            self._board.put(live, now().mono_s)

    def end(self) -> None:
        """The session is over."""
        self._stop.set()
        self._thread.join(5.0)
        self._board.clear()


def pictures(folder: Path, *, only: str | None, language: str) -> list[str]:
    """Take them; gives what the browser complained of."""
    complaints: list[str] = []
    with TemporaryDirectory() as temporary:
        data = Path(temporary)
        household(data, today=datetime.now(UTC).replace(hour=8), language=language)
        with serving(data) as served, browser(language=language) as driver:
            served.cookie("Android")
            for name, size in SIZES.items():
                resize(driver, size)
                if only in {None, "pair"}:
                    served.code()
                    driver.get(f"{served.url}/pair")
                    save(driver, folder / f"{name}-pair.png")
            pair(driver, served)
            training = Training(data)
            for page, path in PAGES.items():
                if only not in {None, page}:
                    continue
                for name, size in SIZES.items():
                    for dark in (False, True):
                        resize(driver, size, dark=dark)
                        driver.get(served.url + path)
                        drawn(driver)
                        mode = "dark" if dark else "light"
                        save(driver, folder / f"{name}-{page}-{mode}.png")
                complaints += console(driver)
            training.end()
    return complaints


def save(driver: Chrome, path: Path) -> None:
    """What is on the screen now."""
    path.parent.mkdir(parents=True, exist_ok=True)
    driver.save_screenshot(str(path))


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", metavar="NAME", choices=("pair", *PAGES))
    parser.add_argument("--language", default="en", choices=("en", "de", "es"))
    options = parser.parse_args(arguments)
    missing = chromium()
    if missing is not None:
        print(missing, file=sys.stderr)
        return 2
    complaints = pictures(options.folder, only=options.only, language=options.language)
    print("\n".join(complaints) or f"Pictures in {options.folder}")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
