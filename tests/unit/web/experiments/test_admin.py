"""The pages of experiments: start, see which is better, promote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from models_store.models import CARD_NAME
from tests.unit.web.experiments.drafts import by_number, set_up
from tests.unit.web.experiments.listeners import ask, piece, rate_pieces, star, version
from web.catalogue.models import Model
from web.experiments.models import Experiment, State
from web.experiments.services.conduct import ExperimentRefusedError, end, promote, start
from web.experiments.services.figures import figures_of

if TYPE_CHECKING:
    from pathlib import Path

Assert = Any


def change_page(experiment: Experiment) -> str:
    return reverse("admin:experiments_experiment_change", args=[experiment.pk])


def press(admin_client: Client, experiment: Experiment, action: str) -> str:
    """Presses a button; returns the page that it leads to."""
    answer = admin_client.post(reverse("admin:experiments_experiment_do", args=[experiment.pk, action]), follow=True)
    experiment.refresh_from_db()
    return answer.content.decode()


def test_400_ratings_with_a_known_difference_lead_to_the_better_version_playing(
    draft: Experiment, admin_client: Client
) -> None:
    assert "Not enough ratings yet" in admin_client.get(change_page(draft)).content.decode()
    assert "Started" in press(admin_client, draft, "start")
    rate_pieces(400, better=2)
    assert "B is better, 9" in admin_client.get(change_page(draft)).content.decode()
    page = press(admin_client, draft, "promote-b")
    assert "everybody hears piano_performance version 2" in page
    assert draft.state is State.ENDED
    assert {version(ask(f"another {number}")) for number in range(8)} == {2}


def test_who_changed_what_is_in_the_history_of_both(experiment: Experiment, admin_client: Client) -> None:
    press(admin_client, experiment, "promote-b")
    said = [entry.get_change_message() for entry in LogEntry.objects.all()]
    assert any("from version 1 to version 2" in message and "experiment" in message for message in said)
    assert any("Promoted B" in message for message in said)


def test_the_third_version_is_promoted(of_three: Experiment, admin_client: Client) -> None:
    rate_pieces(12, better=2)
    page = admin_client.get(change_page(of_three)).content.decode()
    assert "Promote C" in page
    assert page.count("stars against A") == 2
    assert "everybody hears piano_performance version 3" in press(admin_client, of_three, "promote-c")
    assert {version(ask(f"another {number}")) for number in range(8)} == {3}


def test_it_only_goes_on(experiment: Experiment) -> None:
    with pytest.raises(ExperimentRefusedError, match="started before"):
        start(experiment)
    end(experiment)
    assert experiment.state is State.ENDED
    for again in (start, end):
        with pytest.raises(ExperimentRefusedError):
            again(experiment)


def test_a_model_has_one_running_experiment_at_most(experiment: Experiment, admin_client: Client) -> None:
    second = set_up(experiment.model, (50, 50))
    assert "Another experiment with piano_performance is running" in press(admin_client, second, "start")
    end(experiment)
    start(second)
    assert second.state is State.RUNNING


def test_a_version_that_is_gone_can_neither_be_tried_nor_promoted(draft: Experiment, tmp_path: Path) -> None:
    card = tmp_path / "models" / "piano_performance" / "2" / CARD_NAME
    card.rename(card.with_name("away"))
    with pytest.raises(ExperimentRefusedError, match="not in the model store"):
        start(draft)
    card.with_name("away").rename(card)
    start(draft)
    card.unlink()
    with pytest.raises(ExperimentRefusedError, match="left the model store"):
        promote(draft, "B")
    assert Model.objects.get(name="piano_performance").active_version == by_number(1)


def test_nothing_is_promoted_before_it_was_heard(draft: Experiment, admin_client: Client) -> None:
    assert "Start it first" in press(admin_client, draft, "promote-b")
    assert draft.model.active_version == by_number(1)


def test_a_button_is_pressed_and_not_visited(draft: Experiment, admin_client: Client) -> None:
    address = reverse("admin:experiments_experiment_do", args=[draft.pk, "start"])
    assert admin_client.get(address).status_code == 405
    for action in ("dance", "promote-c", "order-pairs-a", "promote-"):
        assert admin_client.post(address.replace("start", action)).status_code == 404


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
    of_three: Experiment, django_assert_num_queries: Assert, listeners: int
) -> None:
    rate_pieces(listeners, better=2)
    with_arms = Experiment.objects.with_arms().get(pk=of_three.pk)
    with django_assert_num_queries(3):
        figures_of(with_arms)


def test_a_list_asks_as_often_for_many_as_for_one(
    draft: Experiment, admin_client: Client, django_assert_max_num_queries: Assert
) -> None:
    for _ in range(30):
        set_up(draft.model, (50, 20, 30))
    with django_assert_max_num_queries(8):
        assert admin_client.get(reverse("admin:experiments_experiment_changelist")).status_code == 200
