"""The key that signs webhooks; without it there are none."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX: Final = "whsec_"
MIN_BYTES: Final = 24
MAX_BYTES: Final = 64
ADVICE: Final = (
    f"give it {PREFIX} and {MIN_BYTES} to {MAX_BYTES} random bytes in base64, such as "
    f"`python -c 'import base64, secrets; print(\"{PREFIX}\" + base64.b64encode(secrets.token_bytes(32)).decode())'` "
    "prints"
)


def read_webhook_secret(variables: Mapping[str, str]) -> bytes:
    """The bytes of `WEBHOOK_SECRET`; none where webhooks are off.

    Raises:
        ImproperlyConfigured: The secret is ill-formed; it is not repeated.
    """
    given = variables.get("WEBHOOK_SECRET", "").strip()
    if not given:
        return b""
    key = _decoded(given.removeprefix(PREFIX)) if given.startswith(PREFIX) else b""
    if not MIN_BYTES <= len(key) <= MAX_BYTES:
        raise ImproperlyConfigured(f"WEBHOOK_SECRET is ill-formed; {ADVICE}.")
    return key


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
