"""The admin: what is saved there holds from the next job on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.urls import reverse

from tests.unit.web.builders import add_job, add_model
from web.catalogue.models import Model, ModelVersion, Style, Type

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client


def resolved(api: Client) -> Any:
    return api.post("/api/v1/jobs", {"style": "piano"}, content_type="application/json").json()["resolved"]


def form_of(admin_client: Client, path: str) -> dict[str, Any]:
    """What a browser would send back from a change page that was not touched."""
    forms = admin_client.get(path).context["adminform"].form, *admin_client.get(path).context["inline_admin_formsets"]
    main, *inlines = forms
    values = {field.html_name: field.value() for field in main}
    for inline in inlines:
        values |= {field.html_name: field.value() for field in inline.formset.management_form}
        values |= {field.html_name: field.value() for form in inline.formset for field in form}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def save(admin_client: Client, row: Any, **changes: Any) -> Any:
    path = reverse(f"admin:catalogue_{row._meta.model_name}_change", args=[row.pk])
    return admin_client.post(path, form_of(admin_client, path) | changes)


def play(admin_client: Client, version: ModelVersion, *, follow: bool = False) -> Any:
    return admin_client.post(reverse("admin:catalogue_model_play", args=[version.pk]), follow=follow)


def test_a_default_changed_in_the_admin_takes_effect_on_the_next_job(api: Client, admin_client: Client) -> None:
    assert resolved(api)["length_seconds"] == 30.0
    response = save(admin_client, Type.objects.get(slug="performance"), default_length_seconds="45")
    assert response.status_code == 302
    assert resolved(api)["length_seconds"] == 45.0


def test_a_version_activated_in_the_admin_plays_the_next_job(api: Client, admin_client: Client, tmp_path: Path) -> None:
    sha256 = add_model(tmp_path / "models", "piano_performance", 2)
    call_command("seed_catalogue", verbosity=0)
    assert resolved(api)["parts"][0]["version"] == 1
    newest = ModelVersion.objects.get(model__name="piano_performance", version=2)
    assert play(admin_client, newest).status_code == 302
    part = resolved(api)["parts"][0]
    assert (part["version"], part["sha256"]) == (2, sha256)


def test_a_part_changed_within_its_type_takes_effect_on_the_next_job(api: Client, admin_client: Client) -> None:
    response = save(admin_client, Type.objects.get(slug="performance"), **{"parts-0-program": "4"})
    assert response.status_code == 302
    assert resolved(api)["parts"][0]["program"] == 4


@pytest.mark.parametrize(
    ("field", "value"),
    [("default_length_seconds", "181"), ("default_length_seconds", "4"), ("default_temperature", "2.1"), ("qpm", "0")],
)
def test_a_default_that_the_api_would_refuse_cannot_be_saved(
    api: Client, admin_client: Client, field: str, value: str
) -> None:
    response = save(admin_client, Type.objects.get(slug="performance"), **{field: value})
    assert response.status_code == 200
    assert field in response.context["adminform"].form.errors
    assert resolved(api)["length_seconds"] == 30.0


@pytest.mark.parametrize(("field", "value"), [("progressions", "no-such"), ("grooves", "polka")])
def test_what_is_not_in_the_store_cannot_be_named(api: Client, admin_client: Client, field: str, value: str) -> None:
    response = save(admin_client, Type.objects.get(slug="groove"), **{field: value})
    assert "there are: " in response.context["adminform"].form.errors[field][0]


@pytest.mark.parametrize(
    ("field", "value"), [("octaves", "5"), ("touch", "feather"), ("voicing", "both"), ("highest_pitch", "10")]
)
def test_a_part_that_could_not_play_cannot_be_saved(api: Client, admin_client: Client, field: str, value: str) -> None:
    response = save(admin_client, Type.objects.get(slug="groove"), **{f"parts-0-{field}": value})
    assert response.status_code == 200
    assert field in response.context["inline_admin_formsets"][0].formset.errors[0]


def test_a_version_that_has_left_the_store_does_not_play(api: Client, admin_client: Client, tmp_path: Path) -> None:
    first = ModelVersion.objects.get(model__name="piano_performance")
    lost = ModelVersion.objects.create(model=first.model, version=9, config=first.config, sha256="0" * 64)
    assert "has left the model store" in play(admin_client, lost, follow=True).content.decode()
    assert Model.objects.get(pk=first.model_id).active_version == first


def test_the_history_says_what_a_value_was_and_what_it_became(api: Client, admin_client: Client) -> None:
    performance = Type.objects.get(slug="performance")
    save(admin_client, performance, **{"default_length_seconds": "45", "parts-0-program": "4"})
    told = LogEntry.objects.get().get_change_message()
    assert "Default length seconds from 30.0 to 45.0" in told
    assert "General MIDI program from 0 to 4" in told


def test_the_history_says_what_played_before(api: Client, admin_client: Client, tmp_path: Path) -> None:
    add_model(tmp_path / "models", "piano_performance", 2)
    call_command("seed_catalogue", verbosity=0)
    first, second = ModelVersion.objects.filter(model__name="piano_performance").order_by("version")
    play(admin_client, second)
    play(admin_client, first)
    told = [entry.change_message for entry in LogEntry.objects.order_by("pk")]
    assert [words[:47] for words in told] == [
        "Active version: from version 1 to version 2 (SH",
        "Active version: from version 2 to version 1 (SH",
    ]


def test_a_model_shows_its_versions_and_a_way_back(api: Client, admin_client: Client, tmp_path: Path) -> None:
    add_model(tmp_path / "models", "piano_performance", 2)
    call_command("seed_catalogue", verbosity=0)
    first, second = ModelVersion.objects.filter(model__name="piano_performance").order_by("version")
    page = reverse("admin:catalogue_model_change", args=[first.model_id])
    assert "Play this" in admin_client.get(page).content.decode()
    play(admin_client, second)
    shown = admin_client.get(page).content.decode()
    assert "Roll back to this" in shown
    assert "nats_per_event" in shown


def test_who_may_only_look_switches_nothing(api: Client, client: Client, django_user_model: Any) -> None:
    version = ModelVersion.objects.get(model__name="drums_groove")
    client.force_login(django_user_model.objects.create_user("viewer", is_staff=True))
    assert play(client, version).status_code == 403


def test_a_slug_that_seeding_goes_by_cannot_be_changed(api: Client, admin_client: Client) -> None:
    save(admin_client, Style.objects.get(slug="piano"), slug="grand", name="Grand piano")
    assert Style.objects.get(name="Grand piano").slug == "piano"


def test_versions_and_jobs_are_there_to_look_at_only(api: Client, admin_client: Client) -> None:
    version, job = ModelVersion.objects.get(model__name="drums_groove"), add_job()
    for table, row in (("catalogue_modelversion", version), ("jobs_job", job)):
        change = reverse(f"admin:{table}_change", args=[row.pk])
        assert admin_client.get(change).status_code == 200
        assert admin_client.post(change, {}).status_code == 403
        assert admin_client.get(reverse(f"admin:{table}_add")).status_code == 403
        assert admin_client.post(reverse(f"admin:{table}_delete", args=[row.pk])).status_code == 403


@pytest.mark.parametrize("table", ["style", "type", "model", "modelversion"])
def test_every_list_and_form_opens(api: Client, admin_client: Client, table: str) -> None:
    assert admin_client.get(reverse(f"admin:catalogue_{table}_changelist")).status_code == 200
    if table in {"style", "type"}:
        assert admin_client.get(reverse(f"admin:catalogue_{table}_add")).status_code == 200


def test_a_stranger_is_sent_to_the_login(client: Client, db: None) -> None:
    response = client.get("/admin/")
    assert (response.status_code, response["Location"]) == (302, "/admin/login/?next=/admin/")
    assert client.get(response["Location"]).status_code == 200
