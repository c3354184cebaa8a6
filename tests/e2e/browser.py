"""Debian's Chromium, as the tests and the screenshots start it."""

from __future__ import annotations

import os
import shutil
from typing import Any


def launch_options() -> dict[str, Any]:
    """Options for Playwright's `launch`: a browser that asks nothing of any host by itself.

    Raises:
        RuntimeError: There is no Chromium.
    """
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise RuntimeError("no chromium on PATH: install your system's chromium, or name one in CHROMIUM")
    switches = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking")
    more = ("disable-component-update", "disable-sync")
    return {"executable_path": chromium, "args": [f"--{switch}" for switch in (*switches, *more)]}
