"""Settings from the environment: a bad value stops the start, with its name and what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from web.config.databases import databases
from web.config.environment import Environment, read_environment

if TYPE_CHECKING:
    from pathlib import Path

PRODUCTION = {"ENVIRONMENT": "production", "SECRET_KEY": "k" * 50, "ALLOWED_HOSTS": "music.example.org"}


def read(tmp_path: Path, **variables: str) -> Environment:
    return read_environment(variables, local_state=tmp_path)


def test_without_any_variable_everything_lies_under_the_local_state(tmp_path: Path) -> None:
    environment = read(tmp_path)
    assert environment.database_url == f"sqlite:///{tmp_path}/cadenza.sqlite3"
    assert environment.results_url == f"file://{tmp_path}/results"
    assert environment.redis_url == "redis://127.0.0.1:6379/0"
    assert environment.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert (environment.queue_limit, environment.result_ttl_seconds) == (256, 604_800)
    assert not environment.is_production


def test_the_local_secret_key_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first = read(tmp_path).secret_key
    assert len(first) >= 50
    assert read(tmp_path).secret_key == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_production_reads_what_it_is_given(tmp_path: Path) -> None:
    environment = read(tmp_path, **PRODUCTION, CSRF_TRUSTED_ORIGINS="https://a.org, https://b.org:8443")
    assert environment.is_production
    assert environment.secret_key == "k" * 50
    assert environment.allowed_hosts == ("music.example.org",)
    assert environment.csrf_trusted_origins == ("https://a.org", "https://b.org:8443")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "given", "allowed"),
    [
        ("ENVIRONMENT", "staging", "one of local, production"),
        ("DATABASE_URL", "mysql://root@db/cadenza", "sqlite:////absolute/file or postgresql://"),
        ("DATABASE_URL", "postgresql://db", "sqlite:////absolute/file or postgresql://"),
        ("DATABASE_URL", "sqlite://", "sqlite:////absolute/file or postgresql://"),
        ("LOG_FORMAT", "xml", "one of text, json"),
        ("REDIS_URL", "127.0.0.1:6379", "redis://host:port/number"),
        ("REDIS_URL", "redis://localhost/cache", "redis://host:port/number"),
        ("REDIS_URL", "redis://localhost:port/0", "redis://host:port/number"),
        ("RESULTS_URL", "results", "file:///absolute/folder"),
        ("RESULTS_URL", "s3://bucket?prefix", "s3://bucket/prefix"),
        ("MODELS_DIR", __file__, "a folder"),
        ("QUEUE_LIMIT", "0", "a whole number from 1 to 1000000"),
        ("QUEUE_LIMIT", "many", "a whole number from 1 to 1000000"),
        ("RESULT_TTL_SECONDS", "1e6", "a whole number from 60 to 31536000"),
        ("RESULT_TTL_SECONDS", "-1", "a whole number from 60 to 31536000"),
        ("LOG_LEVEL", "loud", "one of DEBUG, INFO"),
        ("AUDIO_RENDERING", "sometimes", "one of eager, lazy"),
        ("AUDIO_GRACE_SECONDS", "0", "a whole number from 1 to 3600"),
        ("ALLOWED_HOSTS", "https://music.example.org", "host names without scheme"),
        ("CSRF_TRUSTED_ORIGINS", "music.example.org", "origins separated by commas"),
    ],
)
def test_an_ill_formed_value_is_named_with_what_is_allowed(tmp_path: Path, name: str, given: str, allowed: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(tmp_path, **{name: given})
    assert all(part in str(refusal.value) for part in (name, given, allowed))


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_without_what_only_the_operator_can_know(tmp_path: Path, name: str) -> None:
    given = {key: value for key, value in PRODUCTION.items() if key != name}
    with pytest.raises(ImproperlyConfigured, match=name):
        read(tmp_path, **given)


def test_a_short_secret_key_is_refused_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY has 8 characters") as refusal:
        read(tmp_path, **PRODUCTION | {"SECRET_KEY": "hunter22"})
    assert "hunter22" not in str(refusal.value)


@pytest.mark.parametrize("given", ["hunter22", "sixteen letters, and spaces"])
def test_an_ill_formed_metrics_token_is_refused_and_not_repeated(tmp_path: Path, given: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="METRICS_TOKEN") as refusal:
        read(tmp_path, METRICS_TOKEN=given)
    assert given not in str(refusal.value)


def test_a_password_in_an_ill_formed_url_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL") as refusal:
        read(tmp_path, REDIS_URL="redis://user:hunter22@localhost/cache")
    assert "hunter22" not in str(refusal.value)


@pytest.mark.parametrize(
    "name", ["QUEUE_LIMIT", "REDIS_URL", "DATABASE_URL", "RESULTS_URL", "LOG_LEVEL", "ENVIRONMENT"]
)
@given(text=st.text(max_size=40))
def test_any_text_is_either_taken_or_refused_by_name(name: str, text: str) -> None:
    try:
        read_environment({**PRODUCTION, name: text})
    except ImproperlyConfigured as refusal:
        said = str(refusal)
    else:
        said = name
    assert name in said


def test_a_database_url_becomes_djangos_setting(tmp_path: Path) -> None:
    postgresql = databases("postgresql://cadenza:secret@db:5433/music")["default"]
    assert postgresql["ENGINE"] == "django.db.backends.postgresql"
    assert [postgresql[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        *("music", "cadenza", "secret", "db"),
        5433,
    ]
    sqlite = databases(f"sqlite:///{tmp_path}/new/cadenza.sqlite3")["default"]
    assert sqlite["NAME"] == f"{tmp_path}/new/cadenza.sqlite3"
    assert sqlite["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert (tmp_path / "new").is_dir()
