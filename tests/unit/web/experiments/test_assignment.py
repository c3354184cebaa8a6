"""Who hears which version: the same listener always the same, and as many as the shares say."""

from __future__ import annotations

import secrets
from collections import Counter
from typing import Any

import pytest
from django.test import Client

from tests.unit.web.experiments.drafts import set_up
from tests.unit.web.experiments.listeners import ask, version
from tests.unit.web.test_create_job import post
from web.catalogue.models import Model
from web.experiments.models import Experiment, Trial
from web.experiments.services.conduct import end
from web.experiments.services.lots import drawn_letter, lot_in
from web.jobs.models import Job

Assert = Any


def played(answer: Any) -> int:
    number: int = answer.json()["resolved"]["parts"][0]["version"]
    return number


def test_a_listener_hears_the_same_version_again_and_again(experiment: Experiment) -> None:
    heard = [[played(post(client, style="piano")) for _ in range(3)] for client in (Client() for _ in range(8))]
    assert all(len(set(versions)) == 1 for versions in heard)
    assert {versions[0] for versions in heard} == {1, 2}


def test_the_version_is_what_chance_gives_the_listener(experiment: Experiment) -> None:
    for _ in range(5):
        job = ask(secrets.token_hex(16))
        assert version(job) == experiment.lettered[drawn_letter(experiment, job.client)].version.version


@pytest.mark.parametrize("shares", [(90, 10), (20, 80), (50, 20, 30), (98, 1, 1)])
def test_shares_are_kept_among_a_thousand_listeners(piano: Model, shares: tuple[int, ...]) -> None:
    experiment = Experiment.objects.with_arms().get(pk=set_up(piano, shares).pk)
    drawn = Counter(drawn_letter(experiment, secrets.token_hex(16)) for _ in range(1000))
    for letter, share in zip("ABC", shares, strict=False):
        # Five standard deviations, so that chance alone never fails.
        assert abs(drawn[letter] - 10 * share) <= 5 * (10 * share * (100 - share) / 100) ** 0.5


def test_of_two_versions_each_listener_hears_the_one_that_was_theirs_before_there_could_be_more(
    experiment: Experiment,
) -> None:
    for _ in range(100):
        listener = secrets.token_hex(16)
        was_b = int(lot_in(experiment, listener), 16) % 100 < 50
        assert drawn_letter(experiment, listener) == ("B" if was_b else "A")


def test_of_three_versions_a_listener_hears_the_same_again_and_again(of_three: Experiment) -> None:
    listeners = [secrets.token_hex(16) for _ in range(24)]
    heard = [{version(ask(listener)) for _ in range(2)} for listener in listeners]
    assert all(len(versions) == 1 for versions in heard)
    assert {versions.pop() for versions in heard} == {1, 2, 3}
    assert set(Trial.objects.values_list("arm", flat=True)) == {"A", "B", "C"}


def test_another_experiment_draws_anew(piano: Model, draft: Experiment) -> None:
    other = set_up(piano, (50, 50))
    listeners = [secrets.token_hex(16) for _ in range(100)]
    same = sum(drawn_letter(draft, listener) == drawn_letter(other, listener) for listener in listeners)
    assert 20 < same < 80


def test_all_variations_of_a_request_are_of_one_version(experiment: Experiment) -> None:
    for _ in range(4):
        post(Client(), style="piano", variations=4)
    jobs = Job.objects.values_list("client", "resolved")
    assert len({(client, resolved["parts"][0]["version"]) for client, resolved in jobs}) == 4


def test_without_a_token_a_seed_gives_the_same_piece_again(experiment: Experiment) -> None:
    for seed in range(6):
        answers = [post(Client(), style="piano", seed=seed) for _ in range(3)]
        assert len({played(answer) for answer in answers}) == 1


def test_what_was_resolved_plays_its_version_for_whoever_sends_it_back(experiment: Experiment) -> None:
    resolved = post(Client(), style="piano").json()["resolved"]
    for _ in range(6):
        again = post(Client(), **resolved).json()["resolved"]
        assert again == resolved


def test_only_a_running_experiment_changes_what_is_heard(draft: Experiment, experiment: Experiment) -> None:
    end(experiment)
    assert {version(ask(secrets.token_hex(16))) for _ in range(8)} == {1}
    assert not Trial.objects.exists()


def test_a_draft_changes_nothing(draft: Experiment) -> None:
    assert {version(ask(secrets.token_hex(16))) for _ in range(8)} == {1}


def test_other_models_play_on(experiment: Experiment) -> None:
    assert version(ask(secrets.token_hex(16), style="drums")) == 1
    assert not Trial.objects.exists()


@pytest.mark.parametrize("variations", [1, 8])
def test_an_experiment_costs_a_request_one_row_for_each_piece_and_no_more(
    experiment: Experiment, django_assert_max_num_queries: Assert, variations: int
) -> None:
    # What is remembered for a while: types, parts, experiments, their versions, rules, the mean time of a piece.
    # Each time: what is under way; begin, jobs, trials, commit.
    with django_assert_max_num_queries(11):
        assert post(Client(), style="piano", variations=variations).status_code == 202
    assert Trial.objects.count() == variations
