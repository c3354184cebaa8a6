"""Names and descriptions that an operator wrote in another language of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.admin.models import LogEntry

from tests.unit.web.test_admin import save
from web.catalogue.models import Style, Type

if TYPE_CHECKING:
    from django.test import Client

OWN = "\u6211\u7684\u94a2\u7434"
SHIPPED = "\u94a2\u7434"


@pytest.fixture
def page(api: Client, built_frontend: object) -> Client:
    return api


def html(page: Client, language: str) -> str:
    return page.get("/", headers={"accept-language": language}).content.decode()


def test_they_are_on_the_page_of_that_language_alone(page: Client, admin_client: Client) -> None:
    style = Style.objects.get(slug="piano")
    assert f'data-name="{SHIPPED}"' in html(page, "zh-hans")
    assert save(admin_client, style, **{"name_zh-hans": OWN, "description_zh-hans": OWN[:2]}).status_code == 302
    assert save(admin_client, Type.objects.get(slug="performance"), **{"name_zh-hans": OWN[::-1]}).status_code == 302
    chinese, english = html(page, "zh-hans"), html(page, "en")
    assert f'data-name="{OWN}"' in chinese
    assert f'<span class="style-description">{OWN[:2]}</span>' in chinese
    assert f'<span class="type-name">{OWN[::-1]}</span>' in chinese
    assert OWN not in english
    assert 'data-name="Piano"' in english


def test_what_is_taken_back_is_as_shipped_and_else_english(page: Client, admin_client: Client) -> None:
    style = Style.objects.get(slug="piano")
    save(admin_client, style, **{"name_zh-hans": OWN})
    save(admin_client, style, **{"name_zh-hans": ""})
    style.refresh_from_db()
    assert style.translations == {}
    assert f'data-name="{SHIPPED}"' in html(page, "zh-hans")
    save(admin_client, style, name="Tango piano")
    assert 'data-name="Tango piano"' in html(page, "zh-hans")


def test_the_history_says_what_was_written(api: Client, admin_client: Client) -> None:
    save(admin_client, Style.objects.get(slug="piano"), **{"name_zh-hans": OWN})
    assert f"from '' to '{OWN}'" in LogEntry.objects.get().get_change_message()
