"""POST /: the page's form as a browser sends it that runs no script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from web.jobs.models import Job
from web.limits.client import COOKIE
from web.limits.quota import Quota

if TYPE_CHECKING:
    from pytest_django import Settings

# What a browser sends of the form as it stands, in the form's order.
UNTOUCHED = {
    "style": "piano",
    "type": "performance",
    "start_pitch": "",
    "length_seconds": ["30", "30"],
    "temperature": ["1", ""],
    "seed": "",
}


def post(client: Client, **changes: Any) -> Any:
    return client.post("/", {**UNTOUCHED, **changes})


def test_the_form_as_it_stands_makes_a_piece_and_leads_to_its_page(api: Client) -> None:
    answer = post(api)
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/pieces/{job.id}")
    assert (job.resolved["style"], job.resolved["length_seconds"]) == ("piano", 30.0)
    assert job.request == {"style": "piano", "type": "performance", "length_seconds": 30.0}
    assert api.get(answer["Location"]).status_code == 200


def test_what_is_filled_in_is_done(api: Client) -> None:
    post(api, length_seconds=["30", "45"], temperature=["1", "0.5"], seed="9", start_pitch="60")
    resolved = Job.objects.get().resolved
    wanted = {"length_seconds": 45.0, "temperature": 0.5, "seed": 9, "start_pitch": 60}
    assert {name: resolved[name] for name in wanted} == wanted


def test_a_browser_is_known_again_by_its_list(api: Client) -> None:
    post(api)
    assert COOKIE in api.cookies
    assert f"/pieces/{Job.objects.get().id}" in api.get("/pieces").content.decode()


def test_a_type_of_another_style_gives_way_to_the_style(api: Client) -> None:
    post(api, style="drums")
    assert Job.objects.get().resolved["type"] == "groove"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"length_seconds": "500"}, "length_seconds must be a number from 5 to 180."),
        ({"length_seconds": "long"}, "length_seconds must be a number from 5 to 180."),
        ({"length_seconds": "nan"}, "length_seconds must be a number from 5 to 180."),
        ({"seed": "1.5"}, "seed must be a whole number from 0 to 2147483647."),
        ({"temperature": "inf"}, "temperature must be a number from 0.1 to 2."),
        ({"start_pitch": "5"}, "start_pitch must be a whole number from 21 to 108."),
        ({"style": "tango"}, "There is no style &#x27;tango&#x27;"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_what_was_filled_in_stays(
    api: Client, changes: dict[str, str], words: str
) -> None:
    answer = post(api, **{"seed": "77", **changes})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(rf'<p class="field-error">{re.escape(words)}', page)
    for name, text in {"seed": "77", **changes}.items():
        if name in {"seed", "length_seconds"}:
            assert re.search(rf'name="{name}"[^>]* value="{re.escape(text)}"', page)
    assert not Job.objects.exists()


def test_a_pitch_that_was_chosen_stays_chosen(api: Client) -> None:
    page = post(api, start_pitch="62", seed="-1").content.decode()
    assert '<option value="62" selected>' in page


def test_the_style_that_was_chosen_stays_chosen(api: Client) -> None:
    page = post(api, style="drums", seed="-1").content.decode()
    assert re.search(r'value="drums" data-name="Drums" checked', page)
    assert len(re.findall(r'name="style"[^>]* checked', page)) == 1


def test_a_quota_that_is_used_up_is_said_in_words(api: Client, settings: Settings) -> None:
    settings.CREATE_QUOTA = Quota(1, 60)
    post(api)
    answer = post(api)
    assert (answer.status_code, bool(answer["Retry-After"])) == (429, True)
    assert "That was a lot of music" in answer.content.decode()
    assert 'id="generate"' in answer.content.decode()


def test_a_full_queue_is_said_in_words(api: Client, settings: Settings) -> None:
    settings.QUEUE_LIMIT = 0
    answer = post(api)
    assert answer.status_code == 503
    assert "All players are busy" in answer.content.decode()


def test_while_redis_is_away_the_page_says_when_to_come_again(
    client: Client, catalogue: None, redis_away: None
) -> None:
    answer = post(client)
    assert (answer.status_code, bool(answer["Retry-After"])) == (503, True)


def test_another_site_can_post_nothing_here(api: Client) -> None:
    assert post(Client(enforce_csrf_checks=True)).status_code == 403
    assert not Job.objects.exists()


def test_the_form_brings_its_token(catalogue: None) -> None:
    client = Client()
    page = client.get("/").content.decode()
    assert re.search(r'<form id="generate" method="post"', page)
    assert "csrfmiddlewaretoken" in page
