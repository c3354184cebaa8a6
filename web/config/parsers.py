"""Pure functions from an environment variable's text to a typed value; each raises ValueError with what is allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

from worker.contract.results import ResultStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)

LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_PASSWORD: Final = re.compile(r"(?<=:)[^:@/]+(?=@)")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads variables one by one; a refusal names the variable, what was given and what is allowed."""

    variables: Mapping[str, str]

    def value(self, name: str, default: str, parse: Callable[[str], T]) -> T:
        given = self.variables.get(name, "").strip() or default
        try:
            return parse(given)
        except ValueError as error:
            shown = _PASSWORD.sub("***", given)
            raise ImproperlyConfigured(f"{name} is {shown!r}; it must be {error}.") from error

    def choice(self, name: str, default: Choice, choices: type[Choice]) -> Choice:
        return self.value(name, default.value, lambda text: one_of(text, choices))

    def integer(self, name: str, default: int, low: int, high: int) -> int:
        return self.value(name, str(default), lambda text: integer(text, low, high))


def one_of(text: str, choices: type[Choice]) -> Choice:
    if text not in list(choices):
        raise ValueError(f"one of {', '.join(choices)}")
    return choices(text)


def integer(text: str, low: int, high: int) -> int:
    if not re.fullmatch(r"-?\d{1,18}", text) or not low <= int(text) <= high:
        raise ValueError(f"a whole number from {low} to {high}")
    return int(text)


def log_level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise ValueError(f"one of {', '.join(LOG_LEVELS)}")
    return text.upper()


def hosts(text: str) -> tuple[str, ...]:
    names = _items(text)
    if any("/" in name or " " in name for name in names):
        raise ValueError("host names without scheme or path, separated by commas, such as 'music.example.org'")
    return names


def origins(text: str) -> tuple[str, ...]:
    found = _items(text)
    if not all(re.fullmatch(r"https?://[^/\s]+", origin) for origin in found):
        raise ValueError("origins separated by commas, such as 'https://music.example.org'")
    return found


def origins_or_all(text: str) -> tuple[str, ...]:
    try:
        return ("*",) if text == "*" else origins(text)
    except ValueError as error:
        raise ValueError(f"{error}, or *") from error


def database_url(text: str) -> str:
    parts = _split(text)
    is_sqlite = parts.scheme == "sqlite" and not parts.netloc
    is_postgresql = parts.scheme in {"postgres", "postgresql"}
    if not (is_sqlite or is_postgresql) or len(parts.path) < 2:
        raise ValueError("sqlite:////absolute/file or postgresql://user:password@host:port/name")
    return text


def redis_url(text: str) -> str:
    parts = _split(text)
    if parts.scheme not in {"redis", "rediss"} or not parts.hostname or not re.fullmatch(r"(/\d*)?", parts.path):
        raise ValueError("redis://host:port/number (or rediss:// for TLS)")
    return text


def redis_url_or_none(text: str) -> str:
    """The same, or empty."""
    return text and redis_url(text)


def results_url(text: str) -> str:
    ResultStore.from_url(text)
    return text


def folder(text: str) -> Path:
    path = Path(text).absolute()
    if path.exists() and not path.is_dir():
        raise ValueError("a folder")
    return path


def folder_or_none(text: str) -> Path | None:
    return folder(text) if text else None


def _split(text: str) -> SplitResult:
    """Splits a URL; one that cannot be split comes back empty, for its reader to say what would be right."""
    try:
        parts = urlsplit(text)
        has_port = parts.port != 0
    except ValueError:
        has_port = False
    return parts if has_port else urlsplit("")


def _items(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(",") if item.strip())
