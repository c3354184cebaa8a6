"""Who may enter the admin, how, and what stays written of what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.unit.web.builders import add_job
from web.operate.login import TRIES
from web.ratings.models import Rating

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis import Redis

FACTOR = "/admin/operations/second-factor"
PASSWORD = "a fugue in four voices"


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_superuser("clara", password=PASSWORD)


def login(password: str = PASSWORD, token: str = "") -> Any:
    return Client().post("/admin/login/", {"username": "clara", "password": password, "token": token})


def code(phone: TOTPDevice, steps: int = 0) -> str:
    return f"{totp(phone.bin_key, t0=-30 * steps):06d}"


def turn_on(client: Client, user: User) -> TOTPDevice:
    assert "<svg" in client.get(FACTOR).content.decode()
    phone = TOTPDevice.objects.get(user=user)
    client.post(FACTOR, {"token": code(phone)})
    phone.refresh_from_db()
    return phone


def test_who_knows_the_password_enters(user: User, redis: Redis) -> None:
    assert login().status_code == 302
    assert login("guess").status_code == 200


def test_after_too_many_tries_even_the_right_password_must_wait(user: User, redis: Redis) -> None:
    for _ in range(TRIES.amount):
        login("guess")
    assert "Too many tries" in login().content.decode()


def test_an_operator_gets_in_while_redis_is_away(user: User, redis_away: None) -> None:
    assert login().status_code == 302


def test_a_second_factor_that_is_on_is_asked_for_with_the_password(user: User, redis: Redis) -> None:
    client = Client()
    client.force_login(user)
    phone = turn_on(client, user)
    assert phone.confirmed
    assert "needs the newest code" in login().content.decode()
    assert login(token=code(phone, 1)).status_code == 302
    assert [entry.change_message for entry in LogEntry.objects.all()] == ["Two-factor login is on."]


def test_a_wrong_code_turns_nothing_on(user: User, redis: Redis) -> None:
    client = Client()
    client.force_login(user)
    client.get(FACTOR)
    client.post(FACTOR, {"token": "nonsense"})
    assert not TOTPDevice.objects.get().confirmed
    assert login().status_code == 302


def test_a_second_factor_is_turned_off_by_a_code_and_its_key_is_shown_no_more(user: User, redis: Redis) -> None:
    client = Client()
    client.force_login(user)
    phone = turn_on(client, user)
    assert "shape-rendering" not in client.get(FACTOR).content.decode()
    client.post(FACTOR, {"token": code(phone, 1)})
    assert not TOTPDevice.objects.filter(confirmed=True).exists()


def test_who_lost_the_phone_is_let_in_once_the_phone_is_deleted(admin_client: Client, user: User, redis: Redis) -> None:
    phone = TOTPDevice.objects.create(user=user, name="phone", confirmed=True)
    change = reverse("admin:otp_totp_totpdevice_change", args=[phone.pk])
    assert phone.key not in admin_client.get(change).content.decode()
    admin_client.post(reverse("admin:otp_totp_totpdevice_delete", args=[phone.pk]), {"post": "yes"})
    assert login().status_code == 302


def test_a_session_ends_with_the_browser_and_no_script_or_other_site_has_it(user: User, redis: Redis) -> None:
    cookie = login().cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["expires"]) == (True, "Strict", "", "")


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        ("viewer", {"jobs/job": 200, "catalogue/style/add": 403, "auth/user": 403, "admin/logentry": 403}),
        ("editor", {"jobs/job": 200, "catalogue/style/add": 200, "auth/user": 403, "admin/logentry": 403}),
        ("operator", {"jobs/job": 200, "catalogue/style/add": 200, "auth/user": 403, "admin/logentry": 200}),
    ],
)
def test_each_role_opens_its_own_pages(enter: Callable[[str], Client], role: str, pages: dict[str, int]) -> None:
    client = enter(role)
    assert {page: client.get(f"/admin/{page}/").status_code for page in pages} == pages


def test_the_history_tells_who_did_what_and_nobody_rewrites_it(admin_client: Client, admin_user: User) -> None:
    group = admin_client.post("/admin/auth/group/add/", {"name": "friends"})
    assert group.status_code == 302
    entry = LogEntry.objects.get()
    page = admin_client.get("/admin/admin/logentry/").content.decode()
    assert "friends" in page
    assert admin_user.username in page
    assert admin_client.post(f"/admin/admin/logentry/{entry.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("page", ["user", "user/add", "group", "group/add"])
def test_the_pages_of_people_open(admin_client: Client, page: str) -> None:
    assert admin_client.get(f"/admin/auth/{page}/").status_code == 200


def test_a_rating_is_hidden_shown_again_and_deleted(enter: Callable[[str], Client]) -> None:
    rating = Rating.objects.create(job=add_job(), client="somebody", stars=1, comment="rude words")
    client = enter("editor")
    chosen = {"_selected_action": [str(rating.pk)]}
    there = "/admin/ratings/rating/"
    assert "rude words" in client.get(there).content.decode()
    for action, is_hidden in (("hide", True), ("show", False)):
        client.post(there, {**chosen, "action": action})
        assert Rating.objects.get().is_hidden is is_hidden
    client.post(there, {**chosen, "action": "delete_selected", "post": "yes"})
    assert not Rating.objects.exists()
    assert LogEntry.objects.count() == 3


def test_a_viewer_reads_ratings_and_hides_none(enter: Callable[[str], Client]) -> None:
    rating = Rating.objects.create(job=add_job(), client="somebody", stars=1)
    enter("viewer").post("/admin/ratings/rating/", {"_selected_action": [str(rating.pk)], "action": "hide"})
    assert not Rating.objects.get().is_hidden
