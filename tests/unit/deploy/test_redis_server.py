from __future__ import annotations

from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from deploy.local.errors import StartError
from deploy.local.ports import any_free_port
from deploy.local.redis_server import redis_server


def test_a_server_is_started_and_stopped_and_keeps_its_data(tmp_path: Path):
    with redis_server({}, tmp_path) as url, Redis.from_url(url) as redis:
        redis.set("kept", "over a restart")
    with pytest.raises(RedisConnectionError), Redis.from_url(url, retry=None) as redis:
        redis.ping()
    with redis_server({}, tmp_path) as url, Redis.from_url(url) as redis:
        assert redis.get("kept") == b"over a restart"


def test_a_server_that_is_named_is_used(redis_url: str, tmp_path: Path):
    with redis_server({"REDIS_URL": redis_url}, tmp_path) as url:
        assert url == redis_url
    assert not any(tmp_path.iterdir())


def test_a_named_server_that_does_not_answer_stops_the_start(tmp_path: Path):
    url = f"redis://127.0.0.1:{any_free_port()}/0"
    with pytest.raises(StartError, match="No Redis answers at REDIS_URL"), redis_server({"REDIS_URL": url}, tmp_path):
        pass
