"""What the environment says, read once and checked: an ill-formed value stops the start and says what is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ImproperlyConfigured

from models_store.models import PRETRAINED
from web.config import parsers
from web.config.metrics_token import read_metrics_token
from web.config.model_groups import model_groups
from web.config.secret_key import read_secret_key
from web.config.webhook_secret import read_webhook_secret
from web.limits.quota import Quota, parse_quota
from worker.contract.logs import LogFormat

if TYPE_CHECKING:
    from collections.abc import Mapping

REPOSITORY: Final = Path(__file__).resolve().parents[2]
LOCAL_STATE: Final = REPOSITORY / "var"
LOCAL_HOSTS: Final = ("localhost", "127.0.0.1", "[::1]")
WEEK_SECONDS: Final = 7 * 24 * 3600
YEAR_SECONDS: Final = 365 * 24 * 3600


class Stage(StrEnum):
    LOCAL = "local"
    PRODUCTION = "production"


class AudioRendering(StrEnum):
    """Whether every piece is rendered as it is made, or those alone for whose audio somebody asks."""

    EAGER = "eager"
    LAZY = "lazy"


@dataclass(frozen=True, slots=True)
class Environment:
    """Web's settings as the environment gives them.

    Attributes:
        queue_limit: Jobs queued or running at once before a new one is refused with 503.
        result_ttl_seconds: How long a piece is kept, counted from its request.
        audio_grace_seconds: How long audio that nobody has asked for yet is pending, where it is made for the asking.
        web_threads: Requests that Django works on at once.
        stream_limit: Streams of events open at once, and as many of audio.
        streams_per_client: The same of one address.
        cors_origins: Whose pages may use the API from a browser; "*" for all.
        trusted_proxies: How many proxies before web append to `X-Forwarded-For`.
        uploads_dir: Where networks that were uploaded in the admin lie.
        broker_url: The Redis server of the queues; empty where it is that of all else.
        held_out_dir: Sets of music, a folder of MIDI files each, by which they are measured; None for none.
        create_quota: Pieces that one address may ask for.
        read_quota: Answers that one address may read.
        client_jobs_limit: Jobs of one client queued or running at once.
        webhook_secret: The key that signs webhooks; empty where there are none.
        metrics_token: Who bears it may read the metrics; empty where the inside may.
        model_groups: The models that have workers of their own, by the names of those groups.
    """

    stage: Stage
    secret_key: str
    allowed_hosts: tuple[str, ...]
    csrf_trusted_origins: tuple[str, ...]
    database_url: str
    redis_url: str
    broker_url: str
    results_url: str
    models_dir: Path
    uploads_dir: Path
    held_out_dir: Path | None
    queue_limit: int
    result_ttl_seconds: int
    audio_rendering: AudioRendering
    audio_grace_seconds: int
    web_threads: int
    stream_limit: int
    streams_per_client: int
    cors_origins: tuple[str, ...]
    trusted_proxies: int
    create_quota: Quota
    read_quota: Quota
    client_jobs_limit: int
    webhook_secret: bytes
    metrics_token: str
    model_groups: dict[str, frozenset[str]]
    log_level: str
    log_format: LogFormat

    @property
    def is_production(self) -> bool:
        return self.stage is Stage.PRODUCTION


def read_environment(variables: Mapping[str, str], local_state: Path = LOCAL_STATE) -> Environment:
    """Reads and checks every variable; local runs keep what they make under `local_state`.

    Raises:
        ImproperlyConfigured: A value is ill-formed, or one that production requires is missing.
    """
    read = parsers.Reader(variables)
    stage = read.choice("ENVIRONMENT", Stage.LOCAL, Stage)
    return Environment(
        stage=stage,
        secret_key=read_secret_key(variables, None if stage is Stage.PRODUCTION else local_state),
        allowed_hosts=_allowed_hosts(read, stage),
        csrf_trusted_origins=read.value("CSRF_TRUSTED_ORIGINS", "", parsers.origins),
        database_url=read.value("DATABASE_URL", f"sqlite:///{local_state}/cadenza.sqlite3", parsers.database_url),
        redis_url=read.value("REDIS_URL", "redis://127.0.0.1:6379/0", parsers.redis_url),
        broker_url=read.value("BROKER_URL", "", parsers.redis_url_or_none),
        results_url=read.value("RESULTS_URL", f"file://{local_state}/results", parsers.results_url),
        models_dir=read.value("MODELS_DIR", str(PRETRAINED), parsers.folder),
        uploads_dir=read.value("UPLOADS_DIR", str(local_state / "uploads"), parsers.folder),
        held_out_dir=read.value("HELD_OUT_DIR", "", parsers.folder_or_none),
        queue_limit=read.integer("QUEUE_LIMIT", 256, 1, 1_000_000),
        result_ttl_seconds=read.integer("RESULT_TTL_SECONDS", WEEK_SECONDS, 60, YEAR_SECONDS),
        audio_rendering=read.choice("AUDIO_RENDERING", AudioRendering.EAGER, AudioRendering),
        audio_grace_seconds=read.integer("AUDIO_GRACE_SECONDS", 60, 1, 3600),
        web_threads=read.integer("WEB_THREADS", 8, 1, 256),
        stream_limit=read.integer("STREAM_LIMIT", 2000, 0, 1_000_000),
        streams_per_client=read.integer("STREAMS_PER_CLIENT", 20, 0, 1_000_000),
        cors_origins=read.value("CORS_ORIGINS", "", parsers.origins_or_all),
        trusted_proxies=read.integer("TRUSTED_PROXIES", 0, 0, 10),
        create_quota=read.value("CREATE_QUOTA", "60/60", parse_quota),
        read_quota=read.value("READ_QUOTA", "6000/60", parse_quota),
        client_jobs_limit=read.integer("CLIENT_JOBS_LIMIT", 16, 1, 1_000_000),
        webhook_secret=read_webhook_secret(variables),
        metrics_token=read_metrics_token(variables),
        model_groups=read.value("MODEL_GROUPS", "", model_groups),
        log_level=read.value("LOG_LEVEL", "INFO", parsers.log_level),
        log_format=read.choice("LOG_FORMAT", LogFormat.TEXT, LogFormat),
    )


def _allowed_hosts(read: parsers.Reader, stage: Stage) -> tuple[str, ...]:
    hosts = read.value("ALLOWED_HOSTS", "", parsers.hosts)
    if stage is Stage.PRODUCTION and not hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is empty; production must name its hosts, such as 'music.example.org'."
        )
    return hosts or LOCAL_HOSTS
