"""Styles and types in the admin: made, and published once they can be played."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.models import LogEntry

from tests.unit.web.catalogue.builders import PIANO, add_in_admin, add_style, add_type, address, press, save_list
from tests.unit.web.test_admin import save
from tests.unit.web.test_create_job import post
from web.catalogue.models import Model, Part, Style, Type

if TYPE_CHECKING:
    from django.test import Client


def history() -> list[str]:
    return [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]


def part_fields(**fields: Any) -> dict[str, Any]:
    """One part more than none, as the browser sends it."""
    piano = Model.objects.get(name="piano_performance")
    known = {"position": 0, "role": "piano", "model": piano.pk, "program": 0, "octaves": 0, "voicing": "line"}
    values = {**known, "lowest_pitch": 0, "highest_pitch": 127, **fields}
    return {"parts-TOTAL_FORMS": 1, **{f"parts-0-{name}": value for name, value in values.items()}}


def test_what_is_made_in_the_admin_is_published_when_somebody_says_so(api: Client, admin_client: Client) -> None:
    assert add_in_admin(admin_client, "style", name="Tango", slug="tango", position=9).status_code == 302
    style = Style.objects.get(slug="tango")
    values = {"style": style.pk, "name": "Salon", "slug": "salon", "position": 0, "qpm": 120}
    values |= {"default_length_seconds": 30, "default_temperature": 1, **part_fields()}
    assert add_in_admin(admin_client, "type", **values).status_code == 302
    type_ = Type.objects.get(slug="salon")
    assert (style.is_enabled, type_.is_enabled) == (False, False)
    assert post(api, style="tango").status_code == 422
    press(admin_client, type_, "publish")
    press(admin_client, style, "publish")
    assert post(api, style="tango").status_code == 202
    assert history()[-2:] == ["Published.", "Published."]
    press(admin_client, style, "withdraw")
    assert post(api, style="tango").status_code == 422
    assert history()[-1] == "Withdrawn from listeners."


def test_what_cannot_be_played_cannot_be_published_and_its_page_says_why(api: Client, admin_client: Client) -> None:
    style = add_style()
    type_ = add_type(style, {**PIANO, "touch": "feather"})
    for row, reason in ((type_, "no touch"), (style, "publish one first")):
        page = admin_client.get(address(row)).content.decode()
        assert reason in page
        assert ">Publish<" not in page
        assert "cannot be played" in press(admin_client, row, "publish")
        row.refresh_from_db()
        assert not row.is_enabled
    assert history() == []


def test_nor_by_its_form_nor_in_a_list(api: Client, admin_client: Client) -> None:
    style = add_style()
    type_ = add_type(style)
    response = save(admin_client, type_, is_enabled="on")
    assert "This cannot be published. It has no part" in response.content.decode()
    assert "is_enabled" in save(admin_client, style, is_enabled="on").context["adminform"].form.errors
    for table, row, says in (("type", type_, "It has no part"), ("style", style, "publish one first")):
        place = list(type(row).objects.values_list("pk", flat=True)).index(row.pk)
        response = save_list(admin_client, table, **{f"form-{place}-is_enabled": "on"})
        assert says in response.content.decode()
        row.refresh_from_db()
        assert not row.is_enabled


def test_a_type_and_its_first_part_may_be_published_at_once(api: Client, admin_client: Client) -> None:
    type_ = add_type(add_style(is_enabled=True))
    assert save(admin_client, type_, is_enabled="on", **part_fields()).status_code == 302
    assert post(api, style="tango").status_code == 202
    assert history()[-1] == "Changed Published from False to True. Added part “piano”."


@pytest.mark.parametrize("change", [{"parts-0-DELETE": "on"}, {"parts-0-is_drum": "on"}])
def test_parts_of_a_published_type_cannot_be_made_unplayable(
    api: Client, admin_client: Client, change: dict[str, str]
) -> None:
    Model.objects.get(name="piano_performance").versions.update(config="attention_rnn")
    performance = Type.objects.get(slug="performance")
    response = save(admin_client, performance, **change)
    assert "This cannot be published." in response.content.decode()
    assert not Part.objects.get(type=performance).is_drum
    assert save(admin_client, performance, **change, is_enabled="").status_code == 302


def test_what_has_become_unplayable_can_be_mended_and_its_list_says_why(api: Client, admin_client: Client) -> None:
    performance = Type.objects.get(slug="performance")
    performance.parts.update(touch="gone")
    assert "no touch &#x27;gone&#x27;" in admin_client.get("/admin/catalogue/type/").content.decode()
    assert save(admin_client, performance, name="Recital", **{"parts-0-touch": ""}).status_code == 302
    assert "no touch" not in admin_client.get("/admin/catalogue/type/").content.decode()


def test_who_may_only_look_publishes_nothing(api: Client, client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("viewer", is_staff=True))
    style = Style.objects.get(slug="piano")
    for action in ("publish", "withdraw", "preview"):
        assert client.post(address(style, "act", action)).status_code == 403
    style.refresh_from_db()
    assert style.is_enabled


@pytest.mark.usefixtures("built_frontend")
@pytest.mark.parametrize(("icon", "is_one"), [("disc", True), ("no-such-icon", False), ("<svg>", False), ("", True)])
def test_an_icon_must_be_one_of_the_set(api: Client, admin_client: Client, icon: str, is_one: bool) -> None:
    response = save(admin_client, Style.objects.get(slug="piano"), icon=icon)
    assert (response.status_code == 302) == is_one
