"""The page as a browser shows it: headless Chromium, on a telephone and on a desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from certbind.usecases.overview.report import AccountReport
from certbind.views.page.document import page_files
from tests.unit.views.accounts import troubled

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="needs Chromium: apt-get install chromium"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as player:
        launched = player.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield launched
        launched.close()


def opened(
    browser: Browser,
    folder: Path,
    report: AccountReport,
    *,
    width: int = 1280,
    locale: str = "en-US",
    script: bool = True,
) -> tuple[Page, list[str]]:
    """From a disk. What the console told is in the list."""
    ((name, text),) = page_files(report)
    (folder / name).write_text(text, "utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 800}, locale=locale, java_script_enabled=script
    )
    page, told = context.new_page(), []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda asked: told.append(asked.url) if "http" in asked.url[:5] else None)
    page.goto((folder / name).as_uri())
    return page, told


def made(hours_ago: float) -> AccountReport:
    return replace(troubled(), at=datetime.now(timezone.utc) - timedelta(hours=hours_ago))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_it_fits_asks_for_nothing_and_obeys_no_name(
    browser: Browser, tmp_path: Path, width: int, locale: str
) -> None:
    page, told = opened(browser, tmp_path, made(1), width=width, locale=locale)
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    says_chinese = page.get_by_text("现在不可用", exact=True).first.is_visible()
    assert says_chinese is (locale == "zh-CN")


def test_an_old_page_says_so_and_a_new_one_does_not(browser: Browser, tmp_path: Path) -> None:
    for hours, is_old in ((12.9, False), (13.1, True)):
        page, _ = opened(browser, tmp_path, made(hours))
        assert page.locator("#old").is_visible() is is_old


def test_without_a_script_both_languages_are_a_key_away(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, tmp_path, made(1), script=False)
    english = page.get_by_text("Somebody has to act", exact=True).first
    chinese = page.get_by_text("需要处理", exact=True).first
    assert english.is_visible()
    assert not chinese.is_visible()
    page.keyboard.press("Tab")  # the way past the head
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert chinese.is_visible()
    assert not english.is_visible()
