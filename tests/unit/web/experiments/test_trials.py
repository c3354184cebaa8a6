"""What is counted of pieces, and that it stays when they are gone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.unit.midi_files import midi, scale
from tests.unit.web.builders import add_job, event
from tests.unit.web.experiments.listeners import ask, end_as, piece, star, version
from tests.unit.web.test_create_job import post
from web.experiments.models import Experiment, Trial
from web.experiments.services.conduct import end
from web.jobs.models import Job
from web.jobs.services.apply import apply_event
from web.jobs.services.prune import prune_expired
from web.jobs.services.retry import retry
from web.limits.quota import Quota
from web.ratings.ratings import take_back
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from pytest_django import Settings

    from worker.contract.results import ResultStore

Assert = Any


def trial_of(job: Job) -> Trial:
    return Trial.objects.get(job_id=job.pk)


@pytest.mark.parametrize("status", [JobStatus.SUCCEEDED, JobStatus.FAILED])
def test_how_a_piece_ended_is_counted(experiment: Experiment, status: JobStatus) -> None:
    job = ask("listener")
    assert trial_of(job).status == ""
    end_as(job, status)
    assert trial_of(job).status == status


def test_stars_are_counted_as_they_are_now(experiment: Experiment) -> None:
    job = piece("listener")
    for stars, listener in ((2, ""), (4, ""), (5, "friend")):
        star(job, stars, listener)
    assert (trial_of(job).ratings, trial_of(job).stars) == (2, 9)
    take_back(job, "friend")
    assert (trial_of(job).ratings, trial_of(job).stars) == (1, 4)


def test_a_rating_that_is_hidden_counts_no_more(experiment: Experiment) -> None:
    job = piece("listener")
    star(job, 1)
    rating = job.ratings.get()
    rating.is_hidden = True
    rating.save()
    assert trial_of(job).ratings == 0


def test_what_was_counted_outlives_the_piece(experiment: Experiment, store: ResultStore) -> None:
    job = piece("listener")
    star(job, 5)
    Job.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert prune_expired(timezone.now()) == 1
    assert (trial_of(job).status, trial_of(job).stars) == ("succeeded", 5)


def test_of_who_asked_nothing_is_kept(experiment: Experiment) -> None:
    trial = trial_of(ask("0123456789abcdef0123456789abcdef"))
    assert "0123456789abcdef" not in str(vars(trial))


def test_a_piece_that_was_played_to_its_end_is_counted_once(experiment: Experiment) -> None:
    job = piece("listener")
    answers = [Client().post(f"/api/v1/jobs/{job.pk}/heard") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]
    assert trial_of(job).was_heard


def test_only_a_piece_can_have_been_heard(experiment: Experiment) -> None:
    job = ask("listener")
    answer = Client().post(f"/api/v1/jobs/{job.pk}/heard")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_hear")
    assert Client().post("/api/v1/jobs/12345678-1234-1234-1234-123456789abc/heard").status_code == 404


def test_who_was_given_a_piece_hears_it_out_by_its_share_id(experiment: Experiment) -> None:
    job = piece("listener")
    assert Client().post(f"/p/{job.share_id}/heard").status_code == 204
    assert trial_of(job).was_heard
    assert Client().post(f"/p/{job.pk}/heard").status_code == 404


def test_who_says_too_often_that_it_was_heard_is_refused(experiment: Experiment, settings: Settings) -> None:
    settings.READ_QUOTA = Quota(2, 60)
    job = piece("listener")
    answers = [Client().post(f"/api/v1/jobs/{job.pk}/heard").status_code for _ in range(3)]
    assert answers == [204, 204, 429]


def test_without_any_experiment_hearing_costs_one_question(api: Client, django_assert_num_queries: Assert) -> None:
    job = add_job(JobStatus.SUCCEEDED)
    api.post(f"/api/v1/jobs/{job.pk}/heard")
    with django_assert_num_queries(1):
        assert api.post(f"/api/v1/jobs/{job.pk}/heard").status_code == 204


def test_a_download_is_counted_and_a_look_is_not(experiment: Experiment, store: ResultStore) -> None:
    job = piece("listener")
    apply_event(event(job, store.put(str(job.pk), 1, "piece.mid", b"MThd")))
    address = f"/api/v1/jobs/{job.pk}/files/piece.mid"
    assert Client().get(address).status_code == 200
    assert not trial_of(job).was_downloaded
    assert Client().get(f"{address}?download=1").status_code == 200
    assert trial_of(job).was_downloaded


def test_a_piece_that_is_made_once_more_is_counted(experiment: Experiment) -> None:
    client = Client()
    first, other = (post(client, style="piano", seed=seed).json() for seed in (5, 6))
    post(client, **first["resolved"])
    assert Trial.objects.get(job_id=first["id"]).was_regenerated
    assert not Trial.objects.get(job_id=other["id"]).was_regenerated


@pytest.mark.parametrize("action", ["again", "continue"])
def test_the_buttons_of_a_piece_that_make_it_again_are_counted(
    experiment: Experiment, store: ResultStore, action: str
) -> None:
    client = Client()
    job = Job.objects.get(pk=post(client, style="piano").json()["id"])
    apply_event(event(end_as(job, JobStatus.SUCCEEDED), store.put(str(job.pk), 1, "piece.mid", midi(scale(4)))))
    assert client.post(f"/pieces/{job.pk}/{action}").status_code == 303
    assert trial_of(job).was_regenerated


def test_what_an_operator_makes_once_more_keeps_its_version_and_counts_for_nobody(experiment: Experiment) -> None:
    job = piece("listener")
    again = retry(job)
    assert version(again) == version(job)
    assert Trial.objects.count() == 1
    assert not trial_of(job).was_regenerated


def test_a_piece_made_again_is_counted_after_an_operator_made_it_once_more_too(experiment: Experiment) -> None:
    client = Client()
    job = Job.objects.get(pk=post(client, style="piano").json()["id"])
    retry(end_as(job, JobStatus.SUCCEEDED))
    assert client.post(f"/pieces/{job.pk}/again").status_code == 303
    assert trial_of(job).was_regenerated


def test_a_piece_that_is_gone_on_from_is_counted(experiment: Experiment, store: ResultStore) -> None:
    client = Client()
    job = Job.objects.get(pk=post(client, style="piano").json()["id"])
    apply_event(event(end_as(job, JobStatus.SUCCEEDED), store.put(str(job.pk), 1, "piece.mid", midi(scale(4)))))
    assert post(client, parent=str(job.pk)).status_code == 202
    assert trial_of(job).was_regenerated


def test_a_piece_with_parts_counts_where_the_listener_hears_that_version_anyway(experiment: Experiment) -> None:
    client = Client()
    resolved = post(client, style="piano").json()["resolved"]
    post(client, **{**resolved, "seed": 5})
    assert Trial.objects.count() == 2
    strangers = [post(Client(), **resolved).json()["id"] for _ in range(12)]
    # About half of them hear the other version by chance.
    assert 0 < Trial.objects.filter(job_id__in=strangers).count() < 12


def test_an_experiment_that_has_ended_stays_as_it_was(experiment: Experiment) -> None:
    job = ask("listener")
    end(experiment)
    star(end_as(job, JobStatus.SUCCEEDED), 5)
    assert (trial_of(job).status, trial_of(job).ratings) == ("", 0)
