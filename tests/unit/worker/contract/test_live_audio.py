"""An MP3 in the making, told by workers that may be lost and begin again."""

from __future__ import annotations

import pytest
from redis import Redis

from worker.contract.live_audio import BROKEN_OFF, ENDED_TTL_SECONDS, TTL_SECONDS, AudioDiffers, LiveAudio
from worker.contract.queues import live_audio_channel, live_audio_end_key, live_audio_key

FILE = bytes(range(100))


@pytest.fixture
def redis(redis_url):
    with Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def live(redis_url):
    """On a client like a worker's."""
    with Redis.from_url(redis_url, decode_responses=True) as client:
        yield LiveAudio(client, "job")


def told(redis) -> bytes:
    return redis.get(live_audio_key("job")) or b""


def test_what_is_told_is_told_in_order(live, redis):
    live.append(FILE[:30], 0)
    live.append(FILE[:80], 30)
    live.append(FILE, 80)
    assert told(redis) == FILE


def test_a_rendering_that_begins_again_adds_what_is_new(live, redis):
    live.append(FILE[:60], 0)
    live.append(FILE[:40], 0)
    live.append(FILE, 40)
    assert told(redis) == FILE


def test_other_bytes_than_before_are_refused_and_change_nothing(live, redis):
    live.append(FILE[:60], 0)
    with pytest.raises(AudioDiffers):
        live.append(b"x" * 80, 0)
    assert told(redis) == FILE[:60]


def test_what_redis_has_lost_is_told_again(live, redis):
    live.append(FILE[:60], 0)
    redis.delete(live_audio_key("job"))
    live.append(FILE, 60)
    assert told(redis) == FILE


def test_listeners_are_told_that_there_is_more_and_only_then(live, redis):
    with redis.pubsub() as listener:
        listener.subscribe(live_audio_channel("job"))
        live.append(FILE[:60], 0)
        live.append(FILE[:60], 0)
        live.end(60)
        messages = [listener.get_message(timeout=1) for _ in range(4)]
    assert [message and message["type"] for message in messages] == ["subscribe", "message", "message", None]


def test_it_is_kept_for_as_long_as_somebody_may_need_it(live, redis):
    live.append(FILE, 0)
    assert 0 < redis.ttl(live_audio_key("job")) <= TTL_SECONDS
    live.end(len(FILE))
    assert redis.get(live_audio_end_key("job")) == b"100"
    assert 0 < redis.ttl(live_audio_key("job")) <= ENDED_TTL_SECONDS
    assert 0 < redis.ttl(live_audio_end_key("job")) <= ENDED_TTL_SECONDS


def test_it_can_be_broken_off(live, redis):
    live.append(FILE[:10], 0)
    live.break_off()
    assert redis.get(live_audio_end_key("job")) == BROKEN_OFF.encode()


def test_what_was_broken_off_may_go_on_after_all(live, redis):
    live.append(FILE[:10], 0)
    live.break_off()
    live.append(FILE, 0)
    assert told(redis) == FILE
    assert redis.get(live_audio_end_key("job")) is None
