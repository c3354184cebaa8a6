"""What is heard is rendered while it is made; what nobody waits for, when it is complete."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from mido import Message
from redis import Redis

from worker.contract.listeners import note_listener
from worker.contract.live_audio import LiveAudio
from worker.contract.queues import live_audio_key
from worker.contract.results import MP3_NAME
from worker.rendering import aloud
from worker.rendering.aloud import play_aloud
from worker.rendering.audience import LOOK_SECONDS, Audience
from worker.rendering.rendition import Rendition
from worker.rendering.score import Passage
from worker.rendering.timeline import SAMPLE_RATE_HZ
from worker.rendering.told_audio import ToldAudio

SECONDS = 6


def note(second: int) -> list[tuple[int, Message]]:
    start = second * SAMPLE_RATE_HZ
    return [
        (start, Message("note_on", note=60 + second, velocity=80)),
        (start + SAMPLE_RATE_HZ // 2, Message("note_off", note=60 + second)),
    ]


class Score:
    """A note a second, a passage each; `between` is called after each."""

    def __init__(self, between: Callable[[], None]) -> None:
        self._between = between

    def passages(self) -> Iterator[Passage]:
        for second in range(SECONDS):
            yield Passage(note(second), (second + 1) * SAMPLE_RATE_HZ)
            self._between()
            time.sleep(LOOK_SECONDS)


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture(autouse=True)
def on_the_small_font(monkeypatch, soundfont):
    monkeypatch.setattr(aloud, "soundfont", lambda: soundfont)


@pytest.fixture
def whole(soundfont) -> bytes:
    rendition, end = Rendition.begun(soundfont, MP3_NAME), SECONDS * SAMPLE_RATE_HZ
    messages = [message for second in range(SECONDS) for message in note(second)]
    return b"".join([*rendition.play(messages, end), *rendition.end(end)])


def play(redis: Redis, between: Callable[[], None] = lambda: None, go_on: Callable[[], None] = lambda: None) -> bytes:
    score: object = Score(between)
    return play_aloud(score, ToldAudio(LiveAudio(redis, "job")), Audience(redis, "job"), go_on)  # type: ignore[arg-type]


def test_who_listens_is_told_while_the_piece_is_made(redis, whole):
    note_listener(redis, "job")
    told: list[int] = []
    assert play(redis, lambda: told.append(redis.strlen(live_audio_key("job")))) == whole
    assert 0 < told[-1] < len(whole)
    assert redis.get(live_audio_key("job")) == whole


def test_for_nobody_it_is_rendered_when_it_is_complete_and_is_the_same(redis, whole):
    told: list[int] = []
    assert play(redis, lambda: told.append(redis.strlen(live_audio_key("job")))) == whole
    assert told == [0] * SECONDS
    assert redis.get(live_audio_key("job")) == whole


def test_who_comes_in_midst_hears_it_from_the_beginning(redis, whole):
    told: list[int] = []

    def between() -> None:
        told.append(redis.strlen(live_audio_key("job")))
        if len(told) == 2:
            note_listener(redis, "job")

    assert play(redis, between) == whole
    assert told[1] == 0 < told[-1]


def test_what_nobody_waits_for_waits_for_another_such_and_a_listener_waits_for_none(redis, whole):
    with aloud._unheard:
        waits = threading.Event()
        thread = threading.Thread(target=lambda: play(redis, go_on=waits.set))
        thread.start()
        assert waits.wait(10)
        assert redis.strlen(live_audio_key("job")) == 0
        note_listener(redis, "job")
        thread.join(10)
        assert redis.get(live_audio_key("job")) == whole


def test_whoever_waits_can_be_told_to_leave_off(redis):
    def leave_off() -> None:
        raise KeyboardInterrupt

    with aloud._unheard, pytest.raises(KeyboardInterrupt):
        play(redis, go_on=leave_off)


def test_a_listener_runs_dry_after_what_there_is_to_hear_and_nobody_never(redis):
    audience = Audience(redis, "job")
    assert audience.runs_dry_at(5) == math.inf
    note_listener(redis, "job")
    time.sleep(LOOK_SECONDS)
    assert audience.runs_dry_at(5) == pytest.approx(time.monotonic() + 5, abs=0.5)
