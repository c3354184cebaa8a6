"""Blind listening: the same piece by both, which is which by chance, and a vote of everybody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.unit.web.experiments.listeners import end_as, version
from tests.unit.web.experiments.test_admin import press
from web.experiments.models import Experiment, Pair, Trial, Vote
from web.experiments.services.conduct import end
from web.experiments.services.figures import figures_of
from web.experiments.services.pairs import order_pairs
from web.jobs.models import Job
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("built_frontend")


@pytest.fixture
def pairs(experiment: Experiment) -> list[Pair]:
    order_pairs(experiment, "B")
    return list(experiment.pairs.all())


@pytest.fixture
def address(experiment: Experiment, pairs: list[Pair]) -> str:
    for job in Job.objects.all():
        end_as(job, JobStatus.SUCCEEDED)
    return reverse("compare", args=[experiment.compare_token])


def look(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def share_ids(page: str) -> list[str]:
    """Of the left one and of the right one."""
    return re.findall(r'<audio[^>]+src="/p/([^/]+)/piece.mp3"', page)


def choose(client: Client, address: str, page: str, choice: str) -> Any:
    (pair,) = re.findall(r'name="pair" value="(\d+)"', page)
    return client.post(address, {"pair": pair, "choice": choice})


def test_ten_pairs_are_the_same_piece_by_both_versions(pairs: list[Pair]) -> None:
    assert len(pairs) == 10
    for pair in pairs:
        assert pair.job_a
        assert pair.job_other
        assert (version(pair.job_a), version(pair.job_other)) == (1, 2)
        assert pair.job_a.resolved["seed"] == pair.job_other.resolved["seed"]
    assert len({pair.job_a.resolved["seed"] for pair in pairs if pair.job_a}) == 10


def test_pairs_are_of_a_and_of_the_version_that_was_chosen(of_three: Experiment) -> None:
    order_pairs(of_three, "C")
    pair = of_three.pairs.first()
    assert pair
    assert pair.job_a
    assert pair.job_other
    assert (version(pair.job_a), version(pair.job_other)) == (1, 3)


def test_votes_are_counted_for_the_version_that_was_heard(of_three: Experiment) -> None:
    order_pairs(of_three, "C")
    for job in Job.objects.all():
        end_as(job, JobStatus.SUCCEEDED)
    client, address = Client(), reverse("compare", args=[of_three.compare_token])
    page = look(client, address)
    heard = [version(Job.objects.get(share_id=share_id)) for share_id in share_ids(page)]
    choose(client, address, page, "left" if heard[0] == 3 else "right")
    of_b, of_c = figures_of(of_three).votes
    assert (of_b.for_other.of, of_c.for_a, of_c.for_other.successes) == (0, 0, 1)


def test_pieces_of_pairs_are_no_trials(pairs: list[Pair]) -> None:
    assert not Trial.objects.exists()


def test_a_friend_hears_every_pair_once_and_is_thanked(address: str) -> None:
    client, heard = Client(), set()
    for place in range(1, 11):
        page = look(client, address)
        assert f"Pair {place} of 10" in page
        heard.update(share_ids(page))
        assert choose(client, address, page, "neither").status_code == 303
    assert len(heard) == 20
    assert "That was all" in look(client, address)


def test_which_is_left_is_drawn_for_each_listener_and_stays(address: str) -> None:
    lefts = set()
    for _ in range(12):
        client = Client()
        left, _right = share_ids(look(client, address))
        assert share_ids(look(client, address))[0] == left
        lefts.add(version(Job.objects.get(share_id=left)))
    assert lefts == {1, 2}


def test_a_vote_is_for_what_was_heard_there(experiment: Experiment, address: str) -> None:
    client, expected = Client(), []
    for number in range(6):
        page = look(client, address)
        side = number % 2
        expected.append(version(Job.objects.get(share_id=share_ids(page)[side])))
        choose(client, address, page, ("left", "right")[side])
    (votes,) = figures_of(experiment).votes
    assert (votes.for_a, votes.for_other.successes, votes.neither) == (expected.count(1), expected.count(2), 0)


def test_a_second_vote_on_a_pair_changes_nothing(address: str) -> None:
    client = Client()
    page = look(client, address)
    for choice in ("neither", "left", "right"):
        choose(client, address, page, choice)
    assert Vote.objects.get().preferred == ""


@pytest.mark.parametrize(
    "sent", [{}, {"pair": "x", "choice": "left"}, {"choice": "left"}, {"pair": "1", "choice": "up"}]
)
def test_what_is_no_vote_is_none(address: str, sent: dict[str, str]) -> None:
    client = Client()
    look(client, address)
    assert client.post(address, sent).status_code == 303
    assert not Vote.objects.exists()


def test_who_was_shown_nothing_has_no_vote(address: str) -> None:
    page = look(Client(), address)
    choose(Client(), address, page, "left")
    assert not Vote.objects.exists()


def test_the_page_does_not_tell_which_is_which(address: str) -> None:
    page = look(Client(), address)
    assert "version" not in page
    assert "piano_performance" not in page


def test_until_the_pieces_are_made_one_is_asked_to_wait(experiment: Experiment, pairs: list[Pair]) -> None:
    page = look(Client(), reverse("compare", args=[experiment.compare_token]))
    assert "being made" in page


def test_after_the_end_nobody_votes(experiment: Experiment, address: str) -> None:
    client = Client()
    page = look(client, address)
    end(experiment)
    choose(client, address, page, "left")
    assert "has ended" in look(client, address)
    assert not Vote.objects.exists()


def test_an_address_that_was_guessed_leads_nowhere(client: Client, db: None) -> None:
    assert client.get("/compare/guessed").status_code == 404


def test_the_operator_orders_pairs_and_is_given_the_address(
    draft: Experiment, admin_client: Client, tmp_path: Path
) -> None:
    assert "Ordered ten pairs" in press(admin_client, draft, "order-pairs-b")
    for job in Job.objects.all():
        end_as(job, JobStatus.SUCCEEDED)
    page = admin_client.get(reverse("admin:experiments_experiment_change", args=[draft.pk])).content.decode()
    assert f"/compare/{draft.compare_token}" in page
    assert "10 pairs are ready" in page
