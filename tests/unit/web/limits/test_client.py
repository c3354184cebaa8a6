"""Callers without an account: a signed token, as a cookie or as a header."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from web.limits.client import COOKIE, client_of, issue, new_client

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.test import RequestFactory
    from pytest_django import Settings


def token_for(rf: RequestFactory, client: str) -> str:
    return issue(HttpResponse(), rf.post("/"), client)


def with_cookie(rf: RequestFactory, token: str) -> HttpRequest:
    request = rf.post("/")
    request.COOKIES[COOKIE] = token
    return request


def test_an_id_is_128_random_bits() -> None:
    ids = {new_client() for _ in range(100)}
    assert len(ids) == 100
    assert all(re.fullmatch("[0-9a-f]{32}", client) for client in ids)


def test_who_brings_its_token_back_is_known_by_cookie_and_by_header(rf: RequestFactory) -> None:
    client = new_client()
    token = token_for(rf, client)
    assert client_of(with_cookie(rf, token)) == client
    assert client_of(rf.get("/", headers={"authorization": f"Bearer {token}"})) == client
    assert client_of(rf.get("/", headers={"authorization": f"bearer  {token}"})) == client


def test_a_token_is_one_that_authorization_may_carry(rf: RequestFactory) -> None:
    assert re.fullmatch(r"[A-Za-z0-9._~+/-]+=*", token_for(rf, new_client()))


def test_the_first_answer_sets_a_cookie_that_no_script_and_no_other_site_gets(rf: RequestFactory) -> None:
    response = HttpResponse()
    token = issue(response, rf.post("/"), new_client())
    assert response["Client-Token"] == token
    cookie = response.cookies[COOKIE]
    assert cookie.value == token
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 365 * 24 * 3600)
    assert not cookie["secure"]


def test_in_production_the_cookie_travels_by_tls_alone(rf: RequestFactory, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    response = HttpResponse()
    issue(response, rf.post("/"), new_client())
    assert response.cookies[COOKIE]["secure"]


def test_who_is_known_gets_its_token_again_and_no_second_cookie(rf: RequestFactory) -> None:
    client = new_client()
    request, response = with_cookie(rf, token_for(rf, client)), HttpResponse()
    issue(response, request, client)
    assert client_of(with_cookie(rf, response["Client-Token"])) == client
    assert COOKIE not in response.cookies


@pytest.mark.parametrize("change", [lambda token: "0" + token, lambda token: token[:-1], lambda token: token.upper()])
def test_a_forged_token_is_none(rf: RequestFactory, change: object) -> None:
    assert callable(change)
    assert client_of(with_cookie(rf, change(token_for(rf, "f" * 32)))) is None


def test_a_token_signed_with_another_key_is_none(rf: RequestFactory, settings: Settings) -> None:
    token = token_for(rf, new_client())
    settings.SECRET_KEY = "another" * 10
    assert client_of(with_cookie(rf, token)) is None


def test_a_forged_header_is_not_helped_by_a_good_cookie(rf: RequestFactory) -> None:
    request = with_cookie(rf, token_for(rf, new_client()))
    request.META["HTTP_AUTHORIZATION"] = "Bearer nonsense"
    assert client_of(request) is None


@given(said=st.text(max_size=300))
def test_whatever_is_said_only_what_we_signed_counts(said: str) -> None:
    from django.test import RequestFactory

    assert client_of(with_cookie(RequestFactory(), said)) is None
    assert client_of(RequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {said}")) is None
