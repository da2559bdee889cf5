"""Pictures and PDFs of pages, by a Chromium that is on the machine; without one, the error says what to do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from journeymine.errors import SettingsError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
VARIABLE = "JOURNEYMINE_CHROMIUM"
"""Names another program than the first of `NAMES` on the path."""
SECONDS = 120
HIGHEST = 20_000
"""Pixels beyond which a picture is cut."""
_MEASURE = """document.documentElement.dataset.height = Math.ceil(document.documentElement.scrollHeight);"""
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_FLAGS = (
    *("--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"),
    *("--disable-component-update", "--disable-extensions", "--hide-scrollbars", "--virtual-time-budget=4000"),
)


def find_browser() -> Path:
    """Find a Chromium: the one JOURNEYMINE_CHROMIUM names, else the first on the path.

    Raises:
        SettingsError: There is none.
    """
    named = os.environ.get(VARIABLE)
    found = shutil.which(named) if named else next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise SettingsError(
            f"{named} is no program" if named else "there is no Chromium on this machine to draw it with",
            where=VARIABLE if named else "FILE",
            next_action=f"Install Chromium or Chrome, or name one in {VARIABLE}; .md and .json need none.",
        )
    return Path(found)


def draw_page(page: Path, out: Path, *, width: int = 1280) -> None:
    """Draw a page as it prints (.pdf) or, whole, as it is seen (.png); nobody is asked anything on the net.

    Args:
        page: An HTML file in a folder that may be written to.
        out: What to write; its name says the format.
        width: Of the picture, in pixels.

    Raises:
        SettingsError: There is no Chromium, or it wrote nothing.
    """
    browser = find_browser()
    if out.suffix == ".pdf":
        said = _run(browser, "--no-pdf-header-footer", f"--print-to-pdf={out}", page.as_uri())
    else:
        size = f"--window-size={width},{_measure(browser, page, width)}"
        said = _run(browser, size, f"--screenshot={out}", page.as_uri())
    if not out.is_file() or not out.stat().st_size:
        last = (said[1].strip().splitlines() or ["it said nothing"])[-1]
        raise SettingsError(f"wrote no {out.suffix} file: {last}", where=str(browser))


def _measure(browser: Path, page: Path, width: int) -> int:
    """Measure how high a page is when it is so wide."""
    script = page.with_name("measure.js")
    script.write_text(_MEASURE, encoding="utf-8")
    measured = page.with_name("measured.html")
    text = _POLICY.sub("", page.read_text(encoding="utf-8"))  # which lets a page run its own scripts alone
    measured.write_text(text.replace("</body>", f'<script src="{script.name}"></script></body>'), encoding="utf-8")
    dom, _ = _run(browser, f"--window-size={width},900", "--dump-dom", measured.as_uri())
    found = re.search(r'data-height="(\d+)"', dom)
    return min(int(found[1]), HIGHEST) if found else 900


def _run(browser: Path, *arguments: str) -> tuple[str, str]:
    with tempfile.TemporaryDirectory(prefix="journeymine-") as profile:
        command = [str(browser), *_FLAGS, f"--user-data-dir={profile}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # Chromium refuses to run as root otherwise
        try:
            done = subprocess.run(
                [*command, *arguments], capture_output=True, text=True, timeout=SECONDS, check=False, encoding="utf-8"
            )
        except subprocess.TimeoutExpired as error:
            raise SettingsError(f"did not finish within {SECONDS} s", where=str(browser)) from error
    return done.stdout, done.stderr
