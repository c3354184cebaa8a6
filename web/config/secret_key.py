"""The key that signs sessions: given in production, made once for local use."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MIN_LENGTH: Final = 50
ADVICE: Final = (
    f"give it at least {MIN_LENGTH} random characters, such as "
    "`python -c 'import secrets; print(secrets.token_urlsafe(60))'` prints"
)


def read_secret_key(variables: Mapping[str, str], local_state: Path | None) -> str:
    """`SECRET_KEY`, or without it the key kept under `local_state`.

    Args:
        variables: The environment.
        local_state: None where a key must be given.

    Raises:
        ImproperlyConfigured: The key is missing, or too short to be safe.
    """
    given = variables.get("SECRET_KEY", "").strip()
    if not given and local_state is not None:
        return _kept_key(local_state / "secret_key")
    if not given:
        raise ImproperlyConfigured(f"SECRET_KEY is missing, which production requires: {ADVICE}.")
    if len(given) < MIN_LENGTH:
        raise ImproperlyConfigured(f"SECRET_KEY has {len(given)} characters; {ADVICE}.")
    return given


def _kept_key(path: Path) -> str:
    """Reads the key, making it first where there is none; of processes that start together one makes it for all."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        candidate = path.with_name(f".{path.name}.{os.getpid()}")
        candidate.touch(mode=0o600)
        candidate.write_text(get_random_secret_key())
        with suppress(FileExistsError):
            path.hardlink_to(candidate)
        candidate.unlink()
    return path.read_text().strip()
