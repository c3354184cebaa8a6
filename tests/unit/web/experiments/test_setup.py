"""Which versions an experiment compares, and who hears them: set up in the admin, and fixed once somebody has heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.unit.web.experiments.drafts import by_number, rows
from tests.unit.web.experiments.test_admin import change_page, press
from web.catalogue.models import ModelVersion
from web.catalogue.services.switch import switch_to
from web.experiments.models import Experiment, State
from web.experiments.services.pairs import order_pairs

if TYPE_CHECKING:
    from django.test import Client

ADD = reverse("admin:experiments_experiment_add")


def test_an_experiment_is_set_up_in_the_admin(draft: Experiment, admin_client: Client) -> None:
    versions = (by_number(number) for number in (1, 3, 2))
    assert admin_client.post(ADD, rows(draft, *zip(versions, (50, 20, 30), strict=True))).status_code == 302
    made = Experiment.objects.exclude(pk=draft.pk).get()
    assert (made.model.name, made.state) == ("piano_performance", State.DRAFT)
    assert {letter: (arm.version.version, arm.share_percent) for letter, arm in made.lettered.items()} == {
        "A": (1, 50),
        "B": (3, 20),
        "C": (2, 30),
    }


def test_before_the_start_a_version_is_added_and_the_shares_are_changed(
    draft: Experiment, admin_client: Client
) -> None:
    sent = rows(draft, (by_number(1), 40), (by_number(2), 30), (by_number(3), 30)) | {"arms-INITIAL_FORMS": 2}
    sent |= {f"arms-{place}-id": arm.pk for place, arm in enumerate(draft.arms.all())}
    page = admin_client.post(change_page(draft), sent, follow=True).content.decode()
    assert "version 1 or 2 or 3" in page
    assert [arm.share_percent for arm in draft.arms.all()] == [40, 30, 30]


@pytest.mark.parametrize(
    ("numbers", "shares", "said"),
    [
        ((1,), (99,), "2 to 5 versions"),
        ((1, 2), (50, 49), "must be 100 % together; these are 99 %"),
        ((1, 2, 3), (50, 50, 50), "these are 150 %"),
        ((1, 1), (50, 50), "each version once"),
        ((2, 1), (50, 50), "A must be what plays now"),
    ],
)
def test_versions_that_cannot_be_compared_are_refused(
    draft: Experiment, admin_client: Client, numbers: tuple[int, ...], shares: tuple[int, ...], said: str
) -> None:
    versions = [by_number(number) for number in numbers]
    answer = admin_client.post(ADD, rows(draft, *zip(versions, shares, strict=True)))
    assert said in answer.content.decode()
    assert Experiment.objects.get() == draft


@pytest.mark.parametrize("share", [0, 100])
def test_every_version_must_have_listeners(draft: Experiment, admin_client: Client, share: int) -> None:
    admin_client.post(ADD, rows(draft, (by_number(1), share), (by_number(2), 100 - share)))
    assert Experiment.objects.get() == draft


def test_versions_of_another_kind_are_refused(draft: Experiment, admin_client: Client) -> None:
    drums = ModelVersion.objects.get(model__name="drums_groove")
    answer = admin_client.post(ADD, rows(draft, (by_number(1), 50), (drums, 50)))
    assert "versions of piano_performance only" in answer.content.decode()
    ModelVersion.objects.filter(pk=by_number(2).pk).update(config="basic_improv")
    answer = admin_client.post(ADD, rows(draft, (by_number(1), 50), (by_number(2), 50)))
    assert "can be told the same" in answer.content.decode()


def test_what_listeners_have_heard_is_not_changed_any_more(experiment: Experiment, admin_client: Client) -> None:
    admin_client.post(change_page(experiment), rows(experiment, (by_number(1), 95), (by_number(2), 5)))
    assert [arm.share_percent for arm in experiment.arms.all()] == [50, 50]
    assert admin_client.post(reverse("admin:experiments_experiment_delete", args=[experiment.pk])).status_code == 403


def test_an_experiment_does_not_start_after_something_else_has_come_to_play(
    draft: Experiment, admin_client: Client
) -> None:
    switch_to(by_number(3))
    assert "A must be what plays now" in press(admin_client, draft, "start")
    assert draft.state is State.DRAFT


def test_what_friends_may_have_heard_is_not_changed_either(draft: Experiment, admin_client: Client) -> None:
    order_pairs(draft, "B")
    admin_client.post(change_page(draft), rows(draft, (by_number(1), 95), (by_number(3), 5)))
    assert [arm.version.version for arm in draft.arms.all()] == [1, 2]
