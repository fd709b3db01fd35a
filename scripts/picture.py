"""The README's pictures: the page of the demo's story in headless Chromium, in both languages.

make picture
"""

from __future__ import annotations

import shutil
import sys

from playwright.sync_api import sync_playwright

from demo.short import PAGE
from demo.stage import ROOT

PICTURES = {"en-US": "page.png", "zh-CN": "page.zh.png"}
WIDTH, HEIGHT = 1120, 860


def main() -> int:
    """2 where there is no page yet, or no Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None or not PAGE.exists():
        print("needs Chromium, and the page that `make demo` writes", file=sys.stderr)
        return 2
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for locale, name in PICTURES.items():
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale=locale)
            page.goto(PAGE.as_uri())
            page.screenshot(path=str(ROOT / "docs" / "pictures" / name))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
