"""The worker's settings, from the environment; a value that cannot be meant stops the start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from models_store.models import PRETRAINED, ModelStore
from models_store.uploads import Uploads
from worker.contract.logs import LogFormat
from worker.contract.results import ResultStore

VAR: Final = Path(__file__).parents[1] / "var"
LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class SettingsError(ValueError):
    """A variable's name, what was given and what is allowed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a worker is told from outside.

    Attributes:
        broker_url: Of the Redis server that has the queues, often the same.
        models: Shipped ones, and those that were uploaded.
        held_out: Sets of music, a folder of MIDI files each, by which uploaded networks are measured; None for none.
        generate_threads: Jobs that one generation worker runs at once.
        preloaded: Names of the models that are loaded before the first job; none for what the page offers first.
        model_memory_bytes: What loaded models may take before the least used are let go of.
        renders_eagerly: Whether every piece is rendered while it is made, or those alone for whose audio somebody asks.
        grace_seconds: Between the signal to end and the end: pieces not complete by then are handed back.
    """

    redis_url: str
    broker_url: str
    results: ResultStore
    models: ModelStore
    uploads: Uploads
    held_out: Path | None
    soundfont_path: Path
    generate_threads: int
    preloaded: frozenset[str]
    model_memory_bytes: int
    renders_eagerly: bool
    grace_seconds: int
    log_level: str
    log_format: LogFormat

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Reads all settings.

        Raises:
            SettingsError: A value is ill-formed.
        """
        uploads = Uploads(Path(environment.get("UPLOADS_DIR", str(VAR / "uploads"))))
        models = _folder("MODELS_DIR", environment.get("MODELS_DIR", str(PRETRAINED)))
        redis_url = environment.get("REDIS_URL", "redis://127.0.0.1:6379/0")
        held_out = environment.get("HELD_OUT_DIR", "")
        return cls(
            redis_url=_redis_url("REDIS_URL", redis_url),
            broker_url=_redis_url("BROKER_URL", environment.get("BROKER_URL") or redis_url),
            results=_results(environment.get("RESULTS_URL", (VAR / "results").as_uri())),
            models=ModelStore(models, uploads.models),
            uploads=uploads,
            held_out=_folder("HELD_OUT_DIR", held_out) if held_out else None,
            soundfont_path=Path(environment.get("SOUNDFONT_PATH", str(VAR / "soundfont" / "FluidR3Mono_GM.sf3"))),
            generate_threads=_count("GENERATE_THREADS", environment.get("GENERATE_THREADS", "64"), 1, 1024),
            preloaded=_names(environment.get("PRELOAD_MODELS", "")),
            model_memory_bytes=_count("MODEL_MEMORY_MIB", environment.get("MODEL_MEMORY_MIB", "512"), 64, 65536) << 20,
            renders_eagerly=_rendering(environment.get("AUDIO_RENDERING", "eager")),
            grace_seconds=_count("GRACE_SECONDS", environment.get("GRACE_SECONDS", "60"), 6, 3600),
            log_level=_log_level(environment.get("LOG_LEVEL", "INFO")),
            log_format=_log_format(environment.get("LOG_FORMAT", "text")),
        )


def _redis_url(name: str, value: str) -> str:
    if urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
        raise SettingsError(f"{name} must begin with redis://, rediss:// or unix://, not {value!r}")
    return value


def _results(value: str) -> ResultStore:
    try:
        return ResultStore.from_url(value)
    except ValueError as error:
        raise SettingsError(f"RESULTS_URL must be {error}, not {value!r}") from error


def _folder(name: str, value: str) -> Path:
    path = Path(value)
    if not path.is_dir():
        raise SettingsError(f"{name} must be a folder that exists, not {value!r}")
    return path


def _count(name: str, value: str, least: int, most: int) -> int:
    if not value.isdecimal() or not least <= int(value) <= most:
        raise SettingsError(f"{name} must be a whole number from {least} to {most}, not {value!r}")
    return int(value)


def _names(value: str) -> frozenset[str]:
    return frozenset(filter(None, (name.strip() for name in value.split(","))))


def _rendering(value: str) -> bool:
    if value not in {"eager", "lazy"}:
        raise SettingsError(f"AUDIO_RENDERING must be eager or lazy, not {value!r}")
    return value == "eager"


def _log_level(value: str) -> str:
    if value not in LOG_LEVELS:
        raise SettingsError(f"LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}, not {value!r}")
    return value


def _log_format(value: str) -> LogFormat:
    if value not in set(LogFormat):
        raise SettingsError(f"LOG_FORMAT must be {' or '.join(LogFormat)}, not {value!r}")
    return LogFormat(value)
