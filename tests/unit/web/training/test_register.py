"""A run is registered in the admin by its files, compared with others, and found again with its network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.unit.web.training.builders import CARD, FIGURES, card, form
from tests.unit.web.uploads.builders import add_inspected
from web.catalogue.models import ModelVersion, Style, Type
from web.training.models import Run

if TYPE_CHECKING:
    from django.test import Client

LIST = "/admin/training/run/"
ADD = f"{LIST}add/"


@pytest.fixture
def style(catalogue: None) -> Style:
    return Style.objects.get(slug="piano")


@pytest.fixture
def run(admin_client: Client, style: Style) -> Run:
    assert admin_client.post(ADD, form(style.pk)).status_code == 302
    return Run.objects.get()


def errors(admin_client: Client, fields: dict[str, Any]) -> Any:
    return admin_client.post(ADD, fields).context["adminform"].form.errors


def page(client: Client, run: Run) -> str:
    return client.get(reverse("admin:training_run_change", args=[run.pk])).content.decode()


def test_a_run_is_registered_with_who_did_it_and_the_history_says_so(admin_client: Client, run: Run) -> None:
    assert (run.style.slug if run.style else None, run.type, run.model_name) == ("piano", None, "rock_rhythm")
    assert (run.sha256, run.told.figures, len(run.points)) == (CARD["sha256"], FIGURES, 3)
    assert run.registered_by is not None
    assert run.registered_by.username == "admin"
    assert LogEntry.objects.get(content_type__app_label="training").is_addition()


def test_its_page_shows_card_curves_speed_best_validation_and_command(admin_client: Client, run: Run) -> None:
    shown = page(admin_client, run)
    for told in (
        "a game&#x27;s &lt;music&gt;",
        "24,562",
        "2,000 events a second",
        "1.4 nats per event, after 2,000,000 of 3,000,000 events",
        "--out runs/rock --events 3000000",
        'aria-label="Loss, nats per event, over events.',
        'aria-label="Learning rate, over events. From 0.001 to 3e-05."',
    ):
        assert told in shown


def test_runs_are_compared_in_a_list_that_is_put_in_order_by_any_figure(
    admin_client: Client, run: Run, style: Style
) -> None:
    worse = card({**FIGURES, "test_nats_per_event": 10.5}, sha256="ab" * 32)
    admin_client.post(ADD, form(style.pk, worse, model_name="worse"))
    column = 6
    for order, names in ((f"{column}", ["rock_rhythm", "worse"]), (f"-{column}", ["worse", "rock_rhythm"])):
        answer = admin_client.get(LIST, {"o": order})
        assert [row.model_name for row in answer.context["cl"].result_list] == names
    for told in ("attention_improv", "3,000,000", "1.452", "1.152", "1.194", "10.500", "admin"):
        assert told in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"card_file": b"nonsense"}, "card_file", "no TOML"),
        ({"curve_file": b"nonsense"}, "curve_file", "Line 1"),
        ({"card_file": b"#" * 300_000}, "card_file", "at most 16 KiB"),
        ({"curve_file": b" " * 300_000}, "curve_file", "at most 256 KiB"),
        ({"curve_file": b" "}, "curve_file", "1 to 2000 lines"),
        (
            {"card_file": card({**FIGURES, "events_trained_on": 5})},
            "curve_file",
            "ends after 3,000,000 events, and the card tells of 5",
        ),
        ({"model_name": "../up"}, "model_name", "valid"),
    ],
)
def test_files_that_are_not_of_one_run_are_refused_and_nothing_is_kept(
    admin_client: Client, style: Style, fields: dict[str, Any], field: str, reason: str
) -> None:
    assert reason in errors(admin_client, form(style.pk, **fields))[field][0]
    assert not Run.objects.exists()


def test_the_form_tells_of_no_run_yet(admin_client: Client, style: Style) -> None:
    assert "To go on with it" not in admin_client.get(ADD).content.decode()


def test_a_type_must_be_of_the_style(admin_client: Client, style: Style) -> None:
    own, other = style.types.first(), Type.objects.exclude(style=style).first()
    assert own is not None
    assert other is not None
    assert "Choose a type of Piano" in errors(admin_client, form(style.pk, type=other.pk))["type"][0]
    assert admin_client.post(ADD, form(style.pk, type=own.pk)).status_code == 302
    assert Run.objects.get().type == own


def test_a_run_is_registered_once(admin_client: Client, run: Run, style: Style) -> None:
    assert "registered already" in errors(admin_client, form(style.pk))["card_file"][0]


def test_its_network_comes_as_uploads_do_and_is_known_by_its_bytes(admin_client: Client, run: Run) -> None:
    assert f"{reverse('admin:uploads_upload_add')}?model_name=rock_rhythm" in page(admin_client, run)
    form_there = admin_client.get(f"{reverse('admin:uploads_upload_add')}?model_name=rock_rhythm").content.decode()
    assert 'value="rock_rhythm"' in form_there
    add_inspected(sha256="0" * 64)
    assert "is not here" in page(admin_client, run)
    upload = add_inspected(model_name="rock_rhythm", sha256=run.sha256)
    assert reverse("admin:uploads_upload_change", args=[upload.pk]) in page(admin_client, run)
    admin_client.post(reverse("admin:uploads_upload_activate", args=[upload.pk]))
    add_inspected(model_name="rock_rhythm", sha256=run.sha256)
    shown = page(admin_client, run)
    assert "rock_rhythm version 1" in shown
    assert reverse("admin:uploads_upload_change", args=[upload.pk]) in shown


def test_a_network_that_was_put_into_the_store_is_found_too(admin_client: Client, style: Style) -> None:
    version = ModelVersion.objects.get(model__name="piano_performance")
    admin_client.post(ADD, form(style.pk, card(sha256=version.sha256)))
    assert reverse("admin:catalogue_modelversion_change", args=[version.pk]) in page(admin_client, Run.objects.get())


def test_a_run_outlives_its_style(run: Run, style: Style, admin_client: Client) -> None:
    style.delete()
    assert Run.objects.get().style is None
    assert admin_client.get(LIST).status_code == 200


def test_a_viewer_looks_and_an_editor_registers(run: Run, style: Style, client: Client, django_user_model: Any) -> None:
    statuses = {}
    for role in ("viewer", "editor"):
        user = django_user_model.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        assert client.get(LIST).status_code == 200
        statuses[role] = client.post(ADD, form(style.pk, card(sha256=f"{len(role):02d}" * 32))).status_code
        assert ("Upload it" in page(client, run)) is (role == "editor")
    assert statuses == {"viewer": 403, "editor": 302}


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_asks_as_often_for_many_as_for_one(
    admin_client: Client, style: Style, django_assert_max_num_queries: Any, count: int
) -> None:
    for place in range(count):
        admin_client.post(ADD, form(style.pk, card(sha256=f"{place:064x}")))
    assert Run.objects.count() == count
    with django_assert_max_num_queries(13):
        assert admin_client.get(LIST).status_code == 200
