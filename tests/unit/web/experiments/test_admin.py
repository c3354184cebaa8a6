"""The pages of experiments: set up, start, see which is better, promote."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from tests.unit.web.experiments.listeners import ask, piece, star, version
from tests.unit.web.experiments.simulated import WEIGHTS, WORSE, stars
from web.catalogue.models import Model, ModelVersion
from web.experiments.models import Arm, Experiment, State
from web.experiments.services.conduct import ExperimentRefusedError, end, promote, start
from web.experiments.services.figures import figures_of

if TYPE_CHECKING:
    from pathlib import Path

Assert = Any
ADD = reverse("admin:experiments_experiment_add")


def change_page(experiment: Experiment) -> str:
    return reverse("admin:experiments_experiment_change", args=[experiment.pk])


def press(admin_client: Client, experiment: Experiment, action: str) -> str:
    """Presses a button; returns the page that it leads to."""
    answer = admin_client.post(reverse("admin:experiments_experiment_do", args=[experiment.pk, action]), follow=True)
    experiment.refresh_from_db()
    return answer.content.decode()


def rate_pieces(experiment: Experiment, ratings: int) -> None:
    """By as many listeners, who like version 2 half a star better."""
    random_ = random.Random(9)
    for number in range(ratings):
        job = piece(f"listener {number}")
        star(job, stars(random_, 1, WEIGHTS if version(job) == 2 else WORSE)[0])


def test_400_ratings_with_a_known_difference_lead_to_the_better_version_playing(
    draft: Experiment, admin_client: Client
) -> None:
    assert "Not enough ratings yet" in admin_client.get(change_page(draft)).content.decode()
    assert "Started" in press(admin_client, draft, "start")
    rate_pieces(draft, 400)
    assert "B is better, 9" in admin_client.get(change_page(draft)).content.decode()
    page = press(admin_client, draft, "promote-b")
    assert "everybody hears piano_performance version 2" in page
    assert draft.state is State.ENDED
    assert {version(ask(f"another {number}")) for number in range(8)} == {2}


def test_who_changed_what_is_in_the_history_of_both(experiment: Experiment, admin_client: Client) -> None:
    press(admin_client, experiment, "promote-b")
    said = [entry.get_change_message() for entry in LogEntry.objects.all()]
    assert any("piano_performance version 2 in place of piano_performance version 1" in message for message in said)
    assert any("Promoted B" in message for message in said)


def test_an_experiment_is_set_up_in_the_admin(draft: Experiment, admin_client: Client) -> None:
    setup = {"version_a": draft.version_a_id, "version_b": draft.version_b_id, "share_of_b_percent": 20}
    assert admin_client.post(ADD, setup).status_code == 302
    made = Experiment.objects.exclude(pk=draft.pk).get()
    assert (made.model.name, made.state, made.share_of_b_percent) == ("piano_performance", State.DRAFT, 20)


@pytest.mark.parametrize("share", [0, 100])
def test_both_versions_must_have_listeners(draft: Experiment, admin_client: Client, share: int) -> None:
    setup = {"version_a": draft.version_a_id, "version_b": draft.version_b_id, "share_of_b_percent": share}
    assert "share_of_b_percent" in admin_client.post(ADD, setup).context["adminform"].form.errors


def test_versions_that_cannot_be_compared_are_refused(draft: Experiment, admin_client: Client) -> None:
    drums = ModelVersion.objects.get(model__name="drums_groove")
    for other in (draft.version_a, drums):
        setup = {"version_a": draft.version_a_id, "version_b": other.pk, "share_of_b_percent": 50}
        assert "version_b" in admin_client.post(ADD, setup).context["adminform"].form.errors
    ModelVersion.objects.filter(pk=draft.version_b_id).update(config="basic_improv")
    setup = {"version_a": draft.version_a_id, "version_b": draft.version_b_id, "share_of_b_percent": 50}
    assert "can be told the same" in str(admin_client.post(ADD, setup).context["adminform"].form.errors)


def test_what_listeners_have_heard_is_not_changed_any_more(experiment: Experiment, admin_client: Client) -> None:
    admin_client.post(change_page(experiment), {"share_of_b_percent": 5})
    experiment.refresh_from_db()
    assert experiment.share_of_b_percent == 50
    assert admin_client.post(reverse("admin:experiments_experiment_delete", args=[experiment.pk])).status_code == 403


def test_it_only_goes_on(experiment: Experiment) -> None:
    with pytest.raises(ExperimentRefusedError, match="started before"):
        start(experiment)
    end(experiment)
    assert experiment.state is State.ENDED
    for again in (start, end):
        with pytest.raises(ExperimentRefusedError):
            again(experiment)


def test_a_model_has_one_running_experiment_at_most(experiment: Experiment, admin_client: Client) -> None:
    second = Experiment.objects.create(version_a=experiment.version_a, version_b=experiment.version_b)
    assert "Another experiment with piano_performance is running" in press(admin_client, second, "start")
    end(experiment)
    start(second)
    assert second.state is State.RUNNING


def test_a_version_whose_file_is_gone_can_neither_be_tried_nor_promoted(draft: Experiment, tmp_path: Path) -> None:
    bundle = tmp_path / "models" / "piano_performance" / "2" / "model.mag"
    bundle.rename(bundle.with_name("away"))
    with pytest.raises(ExperimentRefusedError, match="not in the model store"):
        start(draft)
    bundle.with_name("away").rename(bundle)
    start(draft)
    bundle.unlink()
    with pytest.raises(ExperimentRefusedError, match="not in the model store"):
        promote(draft, Arm.B)
    assert Model.objects.get(name="piano_performance").active_version == draft.version_a


def test_nothing_is_promoted_before_it_was_heard(draft: Experiment, admin_client: Client) -> None:
    assert "Start it first" in press(admin_client, draft, "promote-b")
    assert draft.version_a.model.active_version == draft.version_a


def test_a_button_is_pressed_and_not_visited(draft: Experiment, admin_client: Client) -> None:
    address = reverse("admin:experiments_experiment_do", args=[draft.pk, "start"])
    assert admin_client.get(address).status_code == 405
    assert admin_client.post(address.replace("start", "dance")).status_code == 404


def test_who_may_only_look_presses_nothing(draft: Experiment, client: Client) -> None:
    user = User.objects.create_user("looker", password="a long one indeed", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_experiment"))
    client.force_login(user)
    assert client.get(change_page(draft)).status_code == 200
    address = reverse("admin:experiments_experiment_do", args=[draft.pk, "start"])
    assert client.post(address).status_code == 403
    draft.refresh_from_db()
    assert draft.state is State.DRAFT


def test_a_listener_who_rates_often_counts_once(experiment: Experiment) -> None:
    for stars_ in (1, 1, 4):
        star(piece("often"), stars_)
    star(piece("once"), 5)
    figures = figures_of(experiment)
    means = sorted(arm.opinions.mean for arm in figures.arms if arm.opinions.count)
    assert sum(arm.opinions.count for arm in figures.arms) == 2
    assert means in ([2.0, 5.0], [3.5])
    assert sum(arm.ratings for arm in figures.arms) == 4


@pytest.mark.parametrize("listeners", [2, 40])
def test_figures_ask_three_times_however_many_took_part(
    experiment: Experiment, django_assert_num_queries: Assert, listeners: int
) -> None:
    rate_pieces(experiment, listeners)
    with django_assert_num_queries(3):
        figures_of(experiment)


def test_a_list_asks_as_often_for_many_as_for_one(
    draft: Experiment, admin_client: Client, django_assert_max_num_queries: Assert
) -> None:
    Experiment.objects.bulk_create(
        Experiment(model=draft.model, version_a=draft.version_a, version_b=draft.version_b) for _ in range(30)
    )
    with django_assert_max_num_queries(8):
        assert admin_client.get(reverse("admin:experiments_experiment_changelist")).status_code == 200
