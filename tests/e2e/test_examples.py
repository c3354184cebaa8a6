"""An example of every style plays at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_nothing_of_an_example_is_loaded_before_it_is_wanted(home: Page):
    loaded = home.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert not [name for name in loaded if "/examples/" in name]


def test_one_example_plays_at_a_time(home: Page):
    with home.expect_response("**/examples/piano.mp3") as response:
        home.get_by_role("button", name="Play an example of Piano").click()
    assert response.value.ok
    expect(home.get_by_role("button", name="Stop the example of Piano")).to_be_visible()
    home.get_by_role("button", name="Play an example of Drums").click()
    expect(home.get_by_role("button", name="Stop the example of Drums")).to_be_visible()
    expect(home.get_by_role("button", name="Play an example of Piano")).to_be_visible()


def test_an_example_does_not_choose_its_style_and_stops_when_a_piece_is_made(home: Page):
    home.route("**/api/v1/jobs", lambda route: route.abort())
    home.get_by_role("button", name="Play an example of Drums").click()
    expect(home.get_by_role("button", name="Stop the example of Drums")).to_be_visible()
    expect(home.get_by_role("radio", name="Piano")).to_be_checked()
    home.get_by_role("button", name="Generate now").click()
    expect(home.get_by_role("button", name="Play an example of Drums")).to_be_visible()
