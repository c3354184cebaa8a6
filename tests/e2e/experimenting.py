"""What an operator does for an experiment with two versions of the drums: the shipped one, and one uploaded since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from models_store.models import ModelStore
from tests.e2e.operator import manage

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.service import Service

SHIPPED: Final = ModelStore().latest("drums_groove").version
NEW: Final = SHIPPED + 1


def open_model(admin: Page, url: str) -> None:
    admin.goto(f"{url}/admin/catalogue/model/")
    admin.get_by_role("link", name="drums_groove", exact=True).click()


def roll_back(admin: Page, url: str) -> None:
    """Has the shipped version play; the model's page stays open."""
    open_model(admin, url)
    admin.get_by_role("button", name="Roll back to this").click()
    expect(admin.get_by_text(f"drums_groove version {SHIPPED} plays from the next job on.")).to_be_visible()


def set_up(admin: Page, url: str) -> None:
    """The shipped version is A, and each has half of the listeners; the experiment's page stays open."""
    admin.goto(f"{url}/admin/experiments/experiment/add/")
    admin.locator("#id_model").select_option("drums_groove")
    for place, version in enumerate((SHIPPED, NEW)):
        admin.locator(f"#id_arms-{place}-version").select_option(f"drums_groove version {version}")
    admin.get_by_role("button", name="Save", exact=True).click()
    admin.get_by_role("link", name=f"drums_groove: version {SHIPPED} or {NEW}", exact=True).first.click()


def start(admin: Page) -> None:
    admin.get_by_role("button", name="Start", exact=True).click()
    expect(admin.get_by_text("Started: each listener hears A or B from the next piece on.")).to_be_visible()


def rate(service: Service, listeners: int) -> None:
    """By listeners who are not there, and like the new version half a star better."""
    code = f"from tests.e2e.simulated import rate_grooves; rate_grooves({listeners}, better={NEW})"
    manage(service, "shell", "--no-imports", "-c", code)
