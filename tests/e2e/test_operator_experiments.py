"""An operator has listeners compare two versions: sets it up, reads what it says, promotes, and takes it back."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from models_store.models import BUNDLE_NAME, CARD_NAME
from tests.bench.house import house
from tests.client import Client
from tests.e2e.experimenting import NEW, SHIPPED, open_model, rate, roll_back, set_up, start
from tests.e2e.operator import add_operator, log_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.service import Service

BUNDLE: Final = Path(__file__).parents[1] / "data" / "drum_kit.mag"
LISTENERS: Final = 400
# Web hears within a second of what plays now.
HEARD_WITHIN_MILLISECONDS: Final = 2_000


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Web, with a version of the drums that was uploaded and plays; nobody composes."""
    folder = tmp_path_factory.mktemp("service")
    _upload(folder / "uploads" / "models" / "drums_groove" / str(NEW))
    with house(folder) as (service, _):
        add_operator(service)
        yield service


def _upload(folder: Path) -> None:
    folder.mkdir(parents=True)
    content = BUNDLE.read_bytes()
    (folder / BUNDLE_NAME).write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    (folder / CARD_NAME).write_text(f'config = "drum_kit"\nsha256 = "{sha256}"\ndescription = "Other drums"\n')


@pytest.fixture
def admin(page: Page, service: Service) -> Page:
    log_in(page, service.url)
    return page


def plays_in_a_new_job(admin: Page, service: Service) -> int:
    admin.wait_for_timeout(HEARD_WITHIN_MILLISECONDS)
    job = Client(service.url).create(style="drums", type="groove")
    version: int = job["resolved"]["parts"][0]["version"]
    return version


def test_400_ratings_have_the_better_version_promoted_and_it_is_rolled_back(admin: Page, service: Service) -> None:
    roll_back(admin, service.url)
    set_up(admin, service.url)
    verdict = admin.locator("#verdict")
    expect(verdict).to_contain_text("Not enough ratings yet")
    start(admin)
    rate(service, LISTENERS)
    admin.reload()
    expect(verdict).to_contain_text("B is better, 9")

    admin.get_by_role("button", name="Promote B").click()
    said = f"Promoted B: everybody hears drums_groove version {NEW} from the next piece on."
    expect(admin.get_by_text(said)).to_be_visible()
    open_model(admin, service.url)
    expect(admin.get_by_role("row", name=f"{NEW} drum_kit")).to_contain_text("plays now")
    assert plays_in_a_new_job(admin, service) == NEW

    roll_back(admin, service.url)
    expect(admin.get_by_role("row", name=f"{SHIPPED} drum_kit")).to_contain_text("plays now")
    assert plays_in_a_new_job(admin, service) == SHIPPED
