"""A band: five parts on one roll and in one mixer, laid out in sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.asked import composed
from tests.e2e.axe import violations

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ROLES: Final = ["drums", "fills", "bass", "rhythm", "lead"]
ROLES_IN_CHINESE: Final = ["鼓", "过门", "贝斯", "节奏", "主奏"]
INK: Final = """
(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.reduce((sum, value, place) => sum + (place % 4 === 3 ? value : 0), 0);
}
"""


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    """One piece for all of these tests, made when the first of them asks."""
    return {}


@pytest.fixture
def band(home: Page, service_url: str, made: dict[str, Any]) -> Page:
    made.update(made or composed(home, service_url, style="rock", type="full-band", length_seconds=40))
    home.goto(f"{service_url}/#piece={made['id']}")
    home.reload()
    expect(home.locator("#download-mp3[href]")).to_be_visible()
    return home


def ink(page: Page) -> float:
    """How much is drawn on the roll, once it has settled."""
    page.wait_for_timeout(500)
    return float(page.locator("#roll-ended").evaluate(INK))


def sections(page: Page) -> Locator:
    return page.locator("#roll-sections li")


def test_every_part_has_its_name_and_colour_on_the_roll_and_in_the_mixer(band: Page):
    expect(band.locator("#roll-parts li")).to_have_text(ROLES)
    band.locator("#mixer summary").click()
    expect(band.locator("#mixer-parts legend")).to_have_text(ROLES)
    colours = band.locator("#roll-parts li").evaluate_all(
        "(items) => items.map((item) => getComputedStyle(item, '::before').backgroundColor)"
    )
    assert len(set(colours)) == len(ROLES)


def test_a_part_that_is_muted_fades_on_the_roll_until_it_is_heard_again(band: Page):
    drawn = ink(band)
    band.locator("#mixer summary").click()
    mute = band.get_by_role("group", name="bass", exact=True).get_by_role("button", name="Mute")
    mute.click()
    assert 0 < ink(band) < 0.98 * drawn
    mute.click()
    assert ink(band) == pytest.approx(drawn, rel=0.01)


def test_sections_lie_above_the_roll_and_move_with_it(band: Page):
    expect(sections(band).first).to_have_text("Intro")
    expect(sections(band).first).to_be_visible()
    expect(sections(band).last).to_have_text("Ending")
    assert "fill" not in sections(band).all_inner_texts()
    before = sections(band).first.bounding_box()
    band.get_by_role("button", name="Zoom in").click()
    band.wait_for_timeout(500)
    after = sections(band).first.bounding_box()
    assert before
    assert after
    assert after["width"] == pytest.approx(2 * before["width"], abs=2)


def test_five_parts_fit_on_a_phone(band: Page):
    band.locator("#mixer summary").click()
    assert violations(band) == []
    band.set_viewport_size({"width": 320, "height": 640})
    assert band.evaluate("document.documentElement.scrollWidth") <= 320
    assert band.locator("#mixer-parts").evaluate("(parts) => parts.offsetHeight") < 640


def test_a_reader_of_chinese_sees_roles_and_sections_in_chinese(band: Page):
    address = band.url
    band.locator("button[value=zh-hans]").click()
    expect(band.locator("html")).to_have_attribute("lang", "zh-hans")
    band.goto(address)
    band.reload()
    expect(band.locator("#roll-parts li")).to_have_text(ROLES_IN_CHINESE)
    expect(sections(band).first).to_have_text("前奏")
