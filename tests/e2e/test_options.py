"""One click deeper: what a type can be told, and nothing that it cannot."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.e2e.test_form import sent_request

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

CHORDS = {"maximum_bars": 64, "chords_per_bar": [1, 2, 4], "triads_alone": True}


@pytest.fixture
def more(home: Page) -> Page:
    home.get_by_text("More", exact=True).click()
    return home


def test_what_is_chosen_is_sent(more: Page):
    more.get_by_label("Key", exact=True).select_option("E♭")
    more.get_by_label("Scale").select_option("Dorian")
    more.get_by_label("Temperature").fill("0.7")
    more.get_by_label("Seed", exact=True).fill("8123")
    wishes = {"key": "Eb", "scale": "dorian", "temperature": 0.7, "seed": 8123}
    assert sent_request(more).items() >= wishes.items()


def test_a_starting_pitch_is_sent_where_it_is_the_way_to_begin(more: Page):
    more.get_by_text("On a pitch").click()
    assert sent_request(more)["start_pitch"] == 60
    more.get_by_text("By itself", exact=True).click()
    assert "start_pitch" not in sent_request(more)


def test_what_a_type_cannot_be_told_is_hidden_and_not_sent(more: Page):
    more.get_by_label("Key", exact=True).select_option("D")
    more.get_by_text("On a pitch").click()
    more.locator("label", has_text="Drums").first.click()
    expect(more.get_by_label("Key", exact=True)).to_be_hidden()
    expect(more.get_by_text("On a pitch")).to_be_hidden()
    assert sent_request(more) == {"style": "drums", "type": "groove", "length_seconds": 30}


def test_a_groove_is_to_be_had_where_somebody_drums(more: Page):
    groove = more.get_by_label("Groove", exact=True)
    expect(groove).to_be_hidden()
    more.locator("label", has_text="Drums").first.click()
    groove.select_option("Funk")
    expect(more).to_have_url(re.compile("&groove=funk"))
    assert sent_request(more)["groove"] == "funk"
    more.locator("label", has_text="Piano").first.click()
    assert "groove" not in sent_request(more)


def test_the_dice_give_a_seed(more: Page):
    more.get_by_role("button", name="Throw the dice").click()
    seed = int(more.get_by_label("Seed", exact=True).input_value())
    assert sent_request(more)["seed"] == seed


def test_a_refused_value_is_explained_beside_its_field_which_has_the_focus(home: Page):
    errors = [{"pointer": "#/seed", "code": "too_large", "detail": "seed must be at most 9."}]
    problem = {"code": "invalid_request", "detail": "See errors.", "errors": errors}
    home.route("**/api/v1/jobs", lambda route: route.fulfill(status=422, json=problem))
    home.get_by_role("button", name="Generate now").click()
    expect(home.locator("[data-field=seed] .field-error")).to_have_text("Seed must be at most 9.")
    seed = home.get_by_label("Seed", exact=True)
    expect(seed).to_be_focused()
    seed.fill("8")
    expect(home.locator("[data-field=seed] .field-error")).to_have_count(0)


def offer_chords(page: Page) -> None:
    """The page as it is where the first type follows chords."""

    def change(route: Route) -> None:
        answer = route.fetch()
        before, marker, rest = answer.text().partition('<script id="options" type="application/json">')
        text, end, after = rest.partition("</script>")
        options: dict[str, Any] = json.loads(text)
        options["piano"]["performance"]["chords"] = CHORDS
        route.fulfill(response=answer, body=before + marker + json.dumps(options) + end + after)

    page.route("**/", change)
    page.reload()
    page.get_by_text("More", exact=True).click()


def test_a_chord_that_is_none_is_told_while_it_is_typed(home: Page):
    offer_chords(home)
    home.get_by_label("Chords", exact=True).fill("C H")
    expect(home.get_by_text("H is no chord; such as C, Am7, F#dim or N.C. are.")).to_be_visible()
    home.get_by_label("Chords", exact=True).fill("C Am")
    assert sent_request(home)["chords"] == "C Am"


def test_a_progression_is_to_be_had_in_the_chosen_key(home: Page):
    offer_chords(home)
    home.get_by_label("Key", exact=True).select_option("G")
    home.get_by_role("button", name="I–V–vi–IV").click()
    expect(home.get_by_label("Chords", exact=True)).to_have_value("G D Em C")
