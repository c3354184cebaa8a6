"""One connection to Redis for all who wait in this process.

What is published on a channel goes to all its clients in this process. Published words are lost on who does not listen,
so what is stored is what counts: whoever waits subscribes first and reads it then, and reads it again when the
connection was lost in between.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from redis.exceptions import RedisError

from web.live.changes import Changes
from web.live.entries import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redis.asyncio import Redis
    from redis.asyncio.client import PubSub

logger = logging.getLogger(__name__)

# A connection that is silent for twice as long, though it was asked, is dead.
BEAT_SECONDS: Final = 5.0
FIRST_PAUSE_SECONDS: Final = 0.1
LONGEST_PAUSE_SECONDS: Final = 2.0
LINGER_SECONDS: Final = 1.0
# Keeps the connection that of a subscriber while nobody waits.
_IDLE_CHANNEL: Final = "cadenza:live"


@dataclass(slots=True)
class _Topic:
    """A channel that is listened to, for as long as somebody waits and a moment longer."""

    clients: set[Changes] = field(default_factory=set)
    heard: asyncio.Event = field(default_factory=asyncio.Event)


class Hub:
    """Belongs to the event loop in which it is used."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._topics: dict[str, _Topic] = {}
        self._pubsub: PubSub | None = None
        self._unconfirmed: Counter[str] = Counter()
        self._sending = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._is_closed = False

    @contextmanager
    def changes(self, *channels: str) -> Iterator[Changes]:
        """What is said on channels, of each from when `listens` says so until the block ends."""
        changes, topics = Changes(), [self._topics.setdefault(channel, _Topic()) for channel in channels]
        changes.is_closed = self._is_closed
        for topic in topics:
            topic.clients.add(changes)
        try:
            yield changes
        finally:
            for topic in topics:
                topic.clients.remove(changes)

    async def listens(self, channel: str, seconds: float) -> bool:
        """Waits until Redis sends what is said on a channel of some `changes`; False when `seconds` were not enough."""
        self._task = self._task or asyncio.create_task(self._run())
        topic = self._topics[channel]
        try:
            async with asyncio.timeout(seconds):
                if not topic.heard.is_set():
                    # What is half sent when time is out must still be sent whole.
                    await asyncio.shield(self._subscribe(channel, topic))
                await topic.heard.wait()
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        """Ends all waiting, for good."""
        self._is_closed = True
        for topic in self._topics.values():
            for changes in topic.clients:
                changes.close()

    async def _run(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await self._begin(pubsub)
                    pause = FIRST_PAUSE_SECONDS
                    await self._follow(pubsub)
            except (RedisError, OSError) as error:
                logger.warning("streams of events hear nothing for %.1f s: %s", pause, error)
            except Exception:
                # A fault of ours must not leave all who wait deaf.
                logger.exception("streams of events hear nothing for %.1f s", pause)
            finally:
                self._lose()
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    async def _begin(self, pubsub: PubSub) -> None:
        async with self._sending:
            channels = [_IDLE_CHANNEL, *self._topics]
            self._unconfirmed = Counter(channels)
            self._pubsub = pubsub
            await pubsub.subscribe(*channels)

    def _lose(self) -> None:
        self._pubsub = None
        for topic in self._topics.values():
            topic.heard.clear()

    async def _follow(self, pubsub: PubSub) -> None:
        """Until the connection is lost, of which a beat without an answer is a sign too."""
        clock, was_asked = asyncio.get_running_loop().time, False
        tidy_at = clock() + LINGER_SECONDS
        while True:
            message = await pubsub.get_message(timeout=BEAT_SECONDS)
            if message is not None:
                self._take(message)
            elif was_asked:
                raise ConnectionError(f"Redis has been silent for {2 * BEAT_SECONDS:g} s")
            else:
                await pubsub.ping()
            was_asked = message is None
            if clock() >= tidy_at:
                await self._let_go(pubsub)
                tidy_at = clock() + LINGER_SECONDS

    def _take(self, message: dict[str, Any]) -> None:
        channel = message["channel"]
        topic = self._topics.get(channel)
        if message["type"] == "subscribe":
            self._unconfirmed[channel] = max(0, self._unconfirmed[channel] - 1)
        if topic is None or self._unconfirmed[channel]:
            return
        if message["type"] == "subscribe":
            _begin_anew(topic)
        elif message["type"] == "message":
            _tell(topic, channel, message["data"])

    async def _subscribe(self, channel: str, topic: _Topic) -> None:
        async with self._sending:
            if self._pubsub is None or topic.heard.is_set() or self._unconfirmed[channel]:
                return
            self._unconfirmed[channel] += 1
            try:
                await self._pubsub.subscribe(channel)
            except (RedisError, OSError) as error:
                # Who reads the connection finds out too, and subscribes to all anew.
                logger.info("could not subscribe: %s", error)

    async def _let_go(self, pubsub: PubSub) -> None:
        """Unsubscribes from what nobody waits for any more."""
        async with self._sending:
            idle = [name for name, topic in self._topics.items() if topic.heard.is_set() and not topic.clients]
            for channel in idle:
                del self._topics[channel]
                del self._unconfirmed[channel]
            if idle:
                await pubsub.unsubscribe(*idle)


def _begin_anew(topic: _Topic) -> None:
    """Redis sends from now on; what was said before, nobody heard."""
    topic.heard.set()
    for changes in topic.clients:
        changes.miss()


def _tell(topic: _Topic, channel: str, text: str) -> None:
    try:
        entry = Entry.read(*json.loads(text)) if text else None
    except (KeyError, TypeError, ValueError):
        logger.exception("cannot read what is said of a job: %s", text)
        return
    for changes in topic.clients:
        if entry is None:
            changes.hint(channel)
        else:
            changes.add(entry)
