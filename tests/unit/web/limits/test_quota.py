"""The settings of the limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from web.config.environment import read_environment
from web.limits.quota import Quota, parse_quota

if TYPE_CHECKING:
    from pathlib import Path


def test_without_any_variable_the_limits_are_generous_and_no_proxy_is_believed(tmp_path: Path) -> None:
    environment = read_environment({}, tmp_path)
    assert (environment.create_quota, environment.read_quota) == (Quota(60, 60), Quota(6000, 60))
    assert (environment.trusted_proxies, environment.client_jobs_limit) == (0, 16)


@pytest.mark.parametrize(
    ("name", "given", "allowed"),
    [
        ("CREATE_QUOTA", "60", "amount/seconds, such as 60/60"),
        ("CREATE_QUOTA", "0/60", "amount/seconds, such as 60/60"),
        ("READ_QUOTA", "60/0", "amount/seconds, such as 60/60"),
        ("READ_QUOTA", "60/90000", "1 to 86400 seconds"),
        ("READ_QUOTA", "٦/٦", "amount/seconds, such as 60/60"),
        ("TRUSTED_PROXIES", "11", "a whole number from 0 to 10"),
        ("CLIENT_JOBS_LIMIT", "0", "a whole number from 1 to 1000000"),
    ],
)
def test_an_ill_formed_limit_stops_the_start(tmp_path: Path, name: str, given: str, allowed: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        read_environment({name: given}, tmp_path)
    assert all(part in str(refusal.value) for part in (name, given, allowed))


@given(st.integers(1, 1_000_000), st.integers(1, 86_400))
def test_a_quota_is_what_was_written(amount: int, seconds: int) -> None:
    assert parse_quota(f"{amount}/{seconds}") == Quota(amount, seconds)
