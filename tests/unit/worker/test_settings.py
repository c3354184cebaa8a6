"""A worker starts with sound settings or says which is not."""

from __future__ import annotations

import pytest

from worker.contract.results import ResultStore
from worker.settings import VAR, Settings, SettingsError


def test_without_any_variable_the_defaults_hold():
    settings = Settings.from_environment({})
    assert settings.generate_threads == 64
    assert settings.redis_url == "redis://127.0.0.1:6379/0"
    assert settings.results == ResultStore.from_url((VAR / "results").as_uri())


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("REDIS_URL", "http://host", "redis://"),
        ("RESULTS_URL", "results", "file:///absolute/folder"),
        ("RESULTS_URL", "s3://bucket?prefix", "s3://bucket/prefix"),
        ("MODELS_DIR", "/no/such/folder", "a folder that exists"),
        ("GENERATE_THREADS", "many", "from 1 to 1024"),
        ("GENERATE_THREADS", "0", "from 1 to 1024"),
        ("AUDIO_RENDERING", "sometimes", "eager or lazy"),
        ("LOG_FORMAT", "xml", "text or json"),
        ("LOG_LEVEL", "loud", "DEBUG, INFO, WARNING, ERROR, CRITICAL"),
    ],
)
def test_an_ill_formed_value_is_refused_with_its_name_and_what_is_allowed(name, value, allowed):
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({name: value})
    assert name in str(refused.value)
    assert value in str(refused.value)
    assert allowed in str(refused.value)
