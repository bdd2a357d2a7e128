"""Finds a Chromium that runs; ``python chromium.py`` prints its path or fails.

Looks at ``$CHROMIUM``, the usual names, the usual place on macOS and what Playwright downloaded.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VIEWPORT = {"width": 1280, "height": 800}  # of a page that no test has made larger or smaller
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find() -> str | None:
    """Path of the first candidate that answers to ``--version``."""
    return next((path for path in _candidates() if _runs(path)), None)


def _candidates() -> Iterator[str]:
    if chosen := os.environ.get("CHROMIUM"):
        yield chosen
    for name in NAMES:
        if path := shutil.which(name):
            yield path
    yield from (path for path in APPLICATIONS if Path(path).exists())
    yield from _downloaded()


def _downloaded() -> Iterator[str]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def _runs(path: str) -> bool:
    # a distribution may hold a stub here that only says where to get the browser
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    print(find() or sys.exit("no Chromium found"))
