"""The operator's limits and banner: they hold within seconds, and no job pays a query for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import OperationalError

from web.limits.quota import Quota
from web.operate.models import ONLY, Rules
from web.operate.rules import client_jobs_limit, create_quota, queue_limit, rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import Settings

PAGE = f"/admin/operate/rules/{ONLY}/change/"


def save(client: Client, **fields: Any) -> Any:
    client.get("/admin/operate/rules/")
    empty = {"queue_limit": "", "client_jobs_limit": "", "create_quota": "", "banner": ""}
    return client.post(PAGE, {**empty, **fields})


def ask(api: Client) -> Any:
    return api.post("/api/v1/jobs", {"style": "piano"}, content_type="application/json")


def test_without_a_word_of_the_operator_the_environment_holds(db: None, settings: Settings) -> None:
    settings.QUEUE_LIMIT, settings.CLIENT_JOBS_LIMIT, settings.CREATE_QUOTA = 7, 3, Quota(5, 60)
    assert (queue_limit(), client_jobs_limit(), create_quota()) == (7, 3, Quota(5, 60))


def test_a_limit_set_in_the_admin_holds_for_the_next_job(api: Client, enter: Callable[[str], Client]) -> None:
    assert ask(api).status_code == 202
    assert save(enter("operator"), queue_limit="1").status_code == 302
    assert ask(api).json()["code"] == "queue_full"


def test_a_quota_set_in_the_admin_is_the_one_that_callers_are_told(api: Client, enter: Callable[[str], Client]) -> None:
    save(enter("operator"), create_quota="2/3600")
    assert ask(api)["RateLimit-Policy"] == '"create";q=2;w=3600'


def test_what_is_emptied_is_as_the_environment_says_again(db: None, enter: Callable[[str], Client]) -> None:
    client = enter("operator")
    save(client, client_jobs_limit="2")
    save(client)
    assert client_jobs_limit() == 16


@pytest.mark.parametrize(("field", "value"), [("queue_limit", "0"), ("create_quota", "60"), ("banner", "x" * 201)])
def test_what_no_service_could_go_by_cannot_be_saved(
    db: None, enter: Callable[[str], Client], field: str, value: str
) -> None:
    response = save(enter("operator"), **{field: value})
    assert field in response.context["adminform"].form.errors


def test_the_rules_are_looked_up_once_for_many_jobs(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        for _ in range(20):
            queue_limit(), client_jobs_limit(), create_quota()


def test_while_the_database_is_away_the_environment_holds(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(Rules.objects, "filter", away)
    assert queue_limit() == 256


def test_who_changed_a_limit_is_in_the_history(db: None, enter: Callable[[str], Client]) -> None:
    save(enter("operator"), banner="Back at noon.")
    entry = LogEntry.objects.get()
    assert (entry.user.username, "banner" in entry.get_change_message().lower()) == ("operator", True)


def test_a_viewer_sees_the_rules_and_cannot_change_them(db: None, enter: Callable[[str], Client]) -> None:
    client = enter("viewer")
    client.get("/admin/operate/rules/")
    assert client.get(PAGE).status_code == 200
    assert save(client, banner="Mine").status_code == 403


def test_the_banner_is_read_by_everybody_and_as_it_was_written(api: Client, built_frontend: Any) -> None:
    assert "banner" not in api.get("/").content.decode()
    Rules.objects.create(pk=ONLY, banner="Back <b>at noon</b>.")
    rules.forget()
    assert "Back &lt;b&gt;at noon&lt;/b&gt;." in api.get("/").content.decode()
