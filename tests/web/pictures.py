"""`python -m tests.web.pictures` (`make pictures`): the pictures in `docs/images`, of the invented sample as it is
served now. Needs Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from tests.web.test_browser import ARGUMENTS

PORT = 8931
BASE = f"http://127.0.0.1:{PORT}"
FOLDER = Path(__file__).parents[2] / "docs" / "images"
CHICAGO = "/search?near=Chicago%2C+IL&within=100&opioid=mat&payment=medicaid"
PATIENCE = 120.0


def main() -> None:
    """Serve the sample and take every picture."""
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "treatment_directory", "demo", "--port", str(PORT)]
        server = subprocess.Popen(command, env=os.environ | {"TREATMENT_DIRECTORY_DATA": data})
        try:
            _wait()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
                _take(browser)
                browser.close()
        finally:
            server.terminate()
            server.wait()


def _take(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 1000})
    page.goto(BASE)
    page.screenshot(path=FOLDER / "home.png")
    wide = browser.new_page(viewport={"width": 1500, "height": 1000})
    wide.goto(BASE + CHICAGO)
    wide.locator(".leaflet-marker-icon").first.wait_for()
    wide.locator("#map").scroll_into_view_if_needed()
    wide.screenshot(path=FOLDER / "map.png")
    page.goto(f"{BASE}/es{CHICAGO}")
    page.screenshot(path=FOLDER / "spanish.png")
    page.goto(BASE + CHICAGO)
    page.screenshot(path=FOLDER / "results.png")
    links = [link.get_attribute("href") for link in page.locator(".hit h3 a").all()[:3]]
    ids = ",".join(str(link).split("/")[2].split("?")[0] for link in links)
    page.goto(f"{BASE}{links[0]}")
    page.screenshot(path=FOLDER / "facility.png")
    page.goto(f"{BASE}/shortlist?ids={ids}")
    page.screenshot(path=FOLDER / "shortlist.png")
    page.goto(f"{BASE}/shortlist/sheet?ids={ids}")
    page.screenshot(path=FOLDER / "sheet.png")


def _wait() -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            with urlopen(f"{BASE}/readyz", timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise SystemExit("The sample is not being served.")


if __name__ == "__main__":
    main()
