"""Who hears which version: the same listener always the same, and as many as the shares say."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from django.test import Client

from tests.unit.web.experiments.listeners import ask, version
from tests.unit.web.test_create_job import post
from web.experiments.models import Arm, Experiment, Trial
from web.experiments.services.conduct import end
from web.experiments.services.lots import drawn_arm
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
        assert version(job) == experiment.version_of(drawn_arm(experiment, job.client)).version


def test_shares_are_kept_among_a_thousand_listeners(experiment: Experiment) -> None:
    for share in (10, 50, 80):
        experiment.share_of_b_percent = share
        of_b = sum(drawn_arm(experiment, secrets.token_hex(16)) is Arm.B for _ in range(1000))
        # Five standard deviations, so that chance alone never fails.
        assert abs(of_b - 10 * share) <= 5 * (10 * share * (100 - share) / 100) ** 0.5


def test_another_experiment_draws_anew(draft: Experiment) -> None:
    other = Experiment(pk=draft.pk + 1, version_a=draft.version_a, version_b=draft.version_b)
    listeners = [secrets.token_hex(16) for _ in range(100)]
    same = sum(drawn_arm(draft, listener) is drawn_arm(other, listener) for listener in listeners)
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
    # What is remembered for a while: types, parts, experiments, rules, the mean time of a piece.
    # Each time: what is under way; begin, jobs, trials, commit.
    with django_assert_max_num_queries(10):
        assert post(Client(), style="piano", variations=variations).status_code == 202
    assert Trial.objects.count() == variations
