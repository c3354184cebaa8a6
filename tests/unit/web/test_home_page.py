"""The home page as the server writes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from web.catalogue.models import Style, Type
from web.pages.pitches import pitch_name

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings


pytestmark = pytest.mark.usefixtures("built_frontend")


def html(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_offers_every_playable_style_and_its_types(catalogue: None, client: Client):
    styles = re.findall(r'name="style" value="([^"]+)"', html(client))
    types = re.findall(r'name="type" value="([^"]+)"', html(client))
    assert (styles, types) == (["piano", "drums"], ["performance", "groove"])


def test_grooves_and_roles_are_there_by_name(catalogue: None, client: Client):
    page = html(client)
    assert '<option value="hiphop">Hip-hop</option>' in page
    assert '<span data-role="drums">drums</span>' in page


def test_a_disabled_style_is_not_offered(catalogue: None, client: Client):
    Style.objects.filter(slug="drums").update(is_enabled=False)
    assert 'value="drums"' not in html(client)


def test_without_any_style_the_page_says_who_can_change_that(db: None, client: Client):
    assert "no style is enabled" in html(client)


def test_the_defaults_are_those_of_the_catalogue(catalogue: None, client: Client):
    Type.objects.filter(slug="performance").update(default_length_seconds=45, default_temperature=0.9)
    page = html(client)
    assert re.search(r'id="length"[^>]* value="45(\.0)?"', page)
    assert re.search(r'"temperature": \{[^}]*"default": 0.9', page)


def test_the_page_asks_for_the_files_that_the_build_made(catalogue: None, client: Client):
    page = html(client)
    assert '<script type="module" src="/static/assets/main-1a.js">' in page
    assert '<link rel="stylesheet" href="/static/assets/main-2b.css">' in page


def test_the_styles_that_have_an_example_offer_it(catalogue: None, client: Client):
    assert re.findall(r'data-example="([^"]*)"', html(client)) == ["/static/examples/piano.mp3"]


def test_nothing_on_the_page_needs_an_exception_from_the_content_policy(catalogue: None, client: Client):
    page = html(client)
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script>", page)
    assert not re.search(r'(src|href)="(https?:)?//', page)


def test_an_icon_that_the_set_does_not_have_becomes_a_note(catalogue: None, client: Client):
    Style.objects.filter(slug="piano").update(icon="no-such-icon")
    assert "<path id='note'/>" in html(client)


def test_a_style_without_a_picture_of_its_own_shows_its_icon(catalogue: None, client: Client):
    Style.objects.filter(slug="piano").update(slug="tango", icon="disc")
    assert re.search(r"class=\"style-icon\">.*<path id='disc'/>", html(client))


def test_pages_that_were_never_built_say_how_to_build_them(catalogue: None, client: Client, settings: Settings):
    settings.FRONTEND_DIST = settings.FRONTEND_DIST / "nowhere"
    with pytest.raises(ImproperlyConfigured, match="npm run build"):
        client.get("/")


@pytest.mark.parametrize(("pitch", "name"), [(21, "A0"), (60, "C4"), (61, "C♯4"), (108, "C8")])
def test_pitches_are_named_as_on_a_piano(pitch: int, name: str):
    assert pitch_name(pitch) == name


def test_numbers_for_programs_keep_their_point_where_people_write_a_comma(catalogue: None, client: Client):
    with translation.override("de"):
        assert 'min="0.1" max="2.0" step="0.1"' in html(client)
