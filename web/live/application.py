"""Which requests wait, and which are Django's alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.conf import settings
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect

from web.live.audio import Audio
from web.live.bridge import Bridge, read_body
from web.live.cors import CrossOrigin
from web.live.create import Create
from web.live.ending import on_ending
from web.live.events import Events
from web.live.hub import Hub
from web.live.kept import KeptAnswers
from web.live.large_body import UPLOAD_PATH, LargeBody
from web.live.live_redis import live_redis
from web.live.poll import LongPoll, asked_wait
from web.live.preference import Preference
from web.live.slots import Slots

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler
    from starlette.types import ASGIApp, Receive, Scope, Send

    from web.live.answer import Answer

JOBS_PATH: Final = "/api/v1/jobs"
_ID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_JOB: Final = re.compile(rf"({JOBS_PATH}/({_ID}))(/events)?")
_AUDIO: Final = re.compile(rf"{JOBS_PATH}/({_ID})/audio\.(mp3|wav|ogg)")
_SHARED_AUDIO: Final = re.compile(r"/p/[-\w]+/piece\.(mp3|wav|ogg)", re.ASCII)


class Live:
    """The ASGI app that answers all of web; one for each process."""

    def __init__(self, bridge: Bridge, hub: Hub, events: Events, audio: Audio) -> None:
        self._bridge = bridge
        self._hub = hub
        self._events = events
        self._audio = audio
        self._kept = KeptAnswers(bridge, hub)
        self._poll = LongPoll(bridge, hub)
        self._create = Create(bridge, hub, _job_id_of)
        self._large_body = LargeBody(bridge)
        self._is_ready_to_end = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"only HTTP is served, not {scope['type']}")
        self._prepare_to_end()
        try:
            if scope["method"] == "POST" and scope["path"] == UPLOAD_PATH:
                await (await self._large_body.answer(scope, receive)).send(send)
                return
            body = await read_body(receive)
        except ClientDisconnect:
            return
        job, audio = _JOB.fullmatch(scope["path"]), _AUDIO.fullmatch(scope["path"])
        shared = _SHARED_AUDIO.fullmatch(scope["path"])
        if job and job[3] and scope["method"] == "GET":
            await self._events(job[2], job[1], scope, receive, send)
        elif audio and scope["method"] in {"GET", "HEAD"}:
            await self._audio(audio[1], audio[2], scope, body, receive, send)
        elif shared and scope["method"] in {"GET", "HEAD"}:
            await self._audio(None, shared[1], scope, body, receive, send)
        else:
            answer = await self._answer(scope, body, receive)
            await answer.send(send)

    async def _answer(self, scope: Scope, body: bytes, receive: Receive) -> Answer:
        method, path = scope["method"], scope["path"]
        job_id = _job_id_of(path)
        if method == "GET" and job_id and (seconds := asked_wait(scope)):
            return await self._poll(job_id, seconds, scope, body, receive)
        if method == "POST" and path == JOBS_PATH:
            preference = Preference.read(Headers(scope=scope).getlist("prefer"))
            if preference:
                return await self._create(preference, scope, body, receive)
        if method == "GET" and job_id and not scope["query_string"]:
            return await self._kept.answer(job_id, scope)
        return await self._bridge.answer(scope, body)

    def _prepare_to_end(self) -> None:
        """At the first request, when the server has set its own signal handlers."""
        if not self._is_ready_to_end:
            self._is_ready_to_end = True
            on_ending(self._hub.close)


def around(django: WSGIHandler) -> ASGIApp:
    """Web as Django's settings say."""
    bridge = Bridge(django, settings.WEB_THREADS)
    redis = live_redis(settings.REDIS_URL)
    hub = Hub(redis)
    events = Events(bridge, hub, redis, _slots())
    audio = Audio(bridge, hub, live_redis(settings.REDIS_URL, decodes=False), _slots())
    return CrossOrigin(Live(bridge, hub, events, audio), settings.CORS_ORIGINS)


def _slots() -> Slots:
    return Slots(settings.STREAM_LIMIT, settings.STREAMS_PER_CLIENT)


def _job_id_of(path: str) -> str | None:
    job = _JOB.fullmatch(path)
    return job[2] if job and not job[3] else None
