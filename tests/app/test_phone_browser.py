"""A real browser: connecting, looking, changing, closing out; nothing breaks the policy."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.phone_records import household
from scripts.phone_server import Served, chromium, serving
from tests.app.phone_world import PAGES, TODAY

pytest.importorskip("selenium")

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from mirror.web import qr
from mirror.web.wishes import PersonChange, SettingChange, Wishes
from scripts.phone_browser import SIZES, browser, console, press, resize, text, until
from scripts.phone_pictures import drawn, pair
from tests.app.phone_rules import RULES

WHY = chromium()
pytestmark = pytest.mark.skipif(WHY is not None, reason=str(WHY))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("data")
    household(folder, today=TODAY)
    with serving(folder) as one:
        yield one


@pytest.fixture
def driver() -> Iterator[webdriver.Chrome]:
    with browser() as one:
        resize(one, SIZES["phone"])
        yield one


def test_a_phone_is_connected_looks_around_changes_and_is_closed_out(
    served: Served, driver: webdriver.Chrome
) -> None:
    driver.get(served.url)
    assert driver.current_url.endswith("/pair")
    assert "On the mirror open Network" in text(driver)
    pair(driver, served)
    assert "Hello, Anna" in text(driver)

    press(driver, ".latest a")
    until(driver, lambda one: "Hip flexor stretch" in text(one))
    drawn(driver)

    driver.get(f"{served.url}/profile")
    name = driver.find_element(By.ID, "name")
    name.clear()
    name.send_keys("Anni")
    press(driver, "input[value=sport]")
    press(driver, "form > button")
    # htmx puts the form back in its place, without loading the page anew.
    until(driver, lambda one: "Saved" in text(one))
    wanted = PersonChange("anna", name="Anni", goals=("stairs", "walking", "sport"))
    assert [wish.change for wish in Wishes(served.folder).pending()] == [wanted]

    driver.get(f"{served.url}/settings")
    driver.find_element(By.ID, "volume").send_keys(Keys.HOME)
    assert driver.find_element(By.CSS_SELECTOR, "output[for=volume]").text == "0"
    press(driver, "form > button")
    until(driver, lambda one: "Saved" in text(one))
    assert Wishes(served.folder).pending()[-1].change == SettingChange("sound", "volume", 0)

    served.cookie("Android")
    driver.get(f"{served.url}/phones")
    press(driver, "button[aria-label='Disconnect: Android']")
    until(driver, lambda one: "Phone disconnected" in text(one))
    assert "Android" not in driver.find_element(By.CSS_SELECTOR, "ul.rows.card").text
    press(driver, "button[aria-label='Disconnect: Linux']")
    until(driver, lambda one: one.current_url.endswith("/pair"))
    driver.get(f"{served.url}/sessions")
    assert driver.current_url.endswith("/pair")
    assert driver.get_cookie("plumbline_phone") is None
    assert console(driver) == []


def test_the_qr_code_fills_the_digits_in(served: Served, driver: webdriver.Chrome) -> None:
    code = served.code()
    driver.get(qr.address("localhost", served.port, code))
    assert driver.find_element(By.ID, "code").get_attribute("value") == code
    assert code not in driver.current_url
    press(driver, "form button")
    until(driver, lambda one: "Hello" in text(one))


def test_a_wrong_code_is_told(served: Served, driver: webdriver.Chrome) -> None:
    served.code()
    driver.get(f"{served.url}/pair")
    driver.find_element(By.ID, "code").send_keys("000000")
    press(driver, "form button")
    until(driver, lambda one: one.find_elements(By.CSS_SELECTOR, "[role=alert]"))
    assert "not the code" in text(driver)


def test_every_page_fits_is_read_and_breaks_no_rule(
    served: Served, driver: webdriver.Chrome
) -> None:
    pair(driver, served)
    found = {}
    for path in PAGES:
        for size in SIZES.values():
            for dark in (False, True):
                resize(driver, size, dark=dark)
                driver.get(served.url + path)
                for name, script in RULES.items():
                    wrong = driver.execute_script(script)
                    if wrong:
                        found[path, size, dark, name] = wrong
    assert found == {}
    assert console(driver) == []


def test_the_rules_find_what_breaks_them(served: Served, driver: webdriver.Chrome) -> None:
    driver.get(f"{served.url}/pair")
    driver.execute_script(
        "document.body.innerHTML = '<button id=x></button><p id=x class=muted>low</p>';"
        "const sheet = document.styleSheets[0], end = sheet.cssRules.length;"
        "sheet.insertRule('p { color: #999 !important; width: 900px }', end);"
        "sheet.insertRule('button { min-height: 0 !important; padding: 0 !important }', end);"
    )
    assert [name for name, script in RULES.items() if not driver.execute_script(script)] == []


def test_older_sessions_come_without_a_new_page(served: Served, driver: webdriver.Chrome) -> None:
    pair(driver, served)
    driver.get(f"{served.url}/sessions")
    driver.execute_script("window.same = true")
    press(driver, "li.more a")
    until(driver, lambda one: len(one.find_elements(By.CSS_SELECTOR, "li.card")) == 26)
    assert driver.execute_script("return window.same") is True
    assert not driver.find_elements(By.CSS_SELECTOR, "li.more")
    assert console(driver) == []


def test_keys_alone_go_everywhere(served: Served, driver: webdriver.Chrome) -> None:
    pair(driver, served)
    driver.get(f"{served.url}/more")
    body = driver.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    assert "To the content" in driver.switch_to.active_element.text
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    driver.switch_to.active_element.send_keys(Keys.TAB)
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    until(driver, lambda one: one.current_url.endswith("/who"))
    assert driver.find_elements(By.CSS_SELECTOR, "[aria-current]")


def test_when_the_mirror_is_away_the_shell_says_so_and_shows_nobody(
    tmp_path: Path, driver: webdriver.Chrome
) -> None:
    household(tmp_path, today=TODAY, sessions=2)
    with serving(tmp_path) as one:
        pair(driver, one)
        until(
            driver,
            lambda page: page.execute_async_script(
                "const done = arguments[0]; navigator.serviceWorker.ready.then(() => done(true))"
            ),
        )
        driver.get(f"{one.url}/sessions")
        url = one.url
        kept = driver.execute_async_script(
            "const done = arguments[0]; caches.open('plumbline-shell-1').then((c) => c.keys())"
            ".then((keys) => done(keys.map((one) => new URL(one.url).pathname)))"
        )
    assert all(re.fullmatch(r"/offline|/static/[\w.-]+", path) for path in kept)
    driver.get(f"{url}/sessions")
    assert "cannot be reached" in text(driver)
    assert "Anna" not in driver.page_source
