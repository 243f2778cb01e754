"""The guide to building a mirror: its pins are those of the program, its distances computed."""

import math
import re
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

from mirror.config.settings import ButtonSettings
from scripts.draw_wiring import HEADER_PIN, PICTURE, picture

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE = (DOCS / "build.md").read_text(encoding="utf-8")


def drawn() -> dict[str, tuple[int, int]]:
    """Name of each part in the picture: GPIO, pin."""
    root = ET.fromstring(PICTURE.read_text(encoding="utf-8"))  # noqa: S314 - our own file
    return {
        group.attrib["data-name"]: (int(group.attrib["data-gpio"]), int(group.attrib["data-pin"]))
        for group in root.iter("{http://www.w3.org/2000/svg}g")
    }


def written() -> dict[str, tuple[int, int]]:
    rows = re.findall(r"^\| (\w+) \| (\d+) \| (\d+) \| \d+ \|", GUIDE, re.MULTILINE)
    return {name: (int(gpio), int(pin)) for name, gpio, pin in rows}


def test_the_picture_is_as_the_script_draws_it() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture()


def test_picture_guide_and_settings_name_the_same_pins() -> None:
    assert drawn() == written()
    buttons = {name: gpio for name, (gpio, _) in drawn().items()}
    assert {name: buttons[name] for name in ("up", "down", "select", "back")} == dict(
        ButtonSettings().pins
    )
    assert all(HEADER_PIN[gpio] == pin for gpio, pin in drawn().values())


def test_sensor_and_light_stand_where_the_example_says() -> None:
    text = (DOCS / "plumbline.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["presence"]["pin"] == tomllib.loads(text)["led"]["pin"] == "none"
    such = [int(gpio) for gpio in re.findall(r"such as (\d+)", text)]
    assert such == [drawn()["presence"][0], drawn()["led"][0]]


def test_nothing_shares_a_pin_and_each_place_of_the_header_is_one() -> None:
    gpios = [gpio for gpio, _ in drawn().values()]
    assert len(set(gpios)) == len(gpios) == 7
    assert len(set(HEADER_PIN.values())) == len(HEADER_PIN) == 26


def test_the_distances_follow_from_the_lenses() -> None:
    table = GUIDE.split("<!-- distances -->")[1].split("<!-- end -->")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table.strip().splitlines()[2:]
    ]
    # Raspberry Pi's data sheet: horizontal and vertical field of view of the whole sensor.
    lenses = {"Module 3": (66.0, 41.0), "Module 3 Wide": (102.0, 67.0)}
    assert len(rows) == 4
    for lens, held, angles, *distances in rows:
        wide, high = (math.tan(math.radians(one / 2)) for one in lenses[lens])
        wide *= 0.75
        across, up = (high, wide) if held == "turned" else (wide, high)
        degrees = [round(2 * math.degrees(math.atan(one))) for one in (across, up)]
        assert angles == f"{degrees[0]}° / {degrees[1]}°"
        wanted = [(body + 0.2) / 2 / up for body in (1.6, 1.8, 2.0)] + [2.2 / 2 / across]
        assert distances == [f"{one:.2f} m" for one in wanted]


def test_the_stops_lost_are_logarithms() -> None:
    lost = re.findall(r"\| (\d+) %(?: and more)? \| ([\d.]+) stop", GUIDE)
    assert len(lost) == 4
    for share, stops in lost:
        assert f"{math.log2(100 / int(share)):.1f}" == stops
