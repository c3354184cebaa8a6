"""The headers of Standard Webhooks (standardwebhooks.com, specification 1.0), by which a receiver knows the sender."""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from web.webhooks.services.message import Message


def signed_headers(message: Message, key: bytes, at_unix_seconds: int) -> dict[str, str]:
    """Id, time and HMAC-SHA256; the time is that of the attempt, so that an old message cannot be played again."""
    signed = f"{message.id}.{at_unix_seconds}.".encode() + message.body
    signature = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    return {
        "webhook-id": message.id,
        "webhook-timestamp": str(at_unix_seconds),
        "webhook-signature": f"v1,{signature}",
    }
