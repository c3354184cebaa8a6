"""The `Idempotency-Key` header."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rest_framework.exceptions import APIException

from web.jobs.services.idempotency import RequestKey
from web.limits.caller import caller_of
from web.limits.client import client_of

if TYPE_CHECKING:
    from rest_framework.request import Request

_KEY: Final = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?")


class InvalidIdempotencyKey(APIException):
    status_code = 400
    default_code = "invalid_idempotency_key"
    default_detail = "Idempotency-Key must have 1 to 255 printable ASCII characters, such as a UUID."


def request_key(request: Request) -> RequestKey | None:
    """The caller's name for this request; None where it gave none.

    Raises:
        InvalidIdempotencyKey: It is none that can be kept.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise InvalidIdempotencyKey
    client, address = client_of(request), caller_of(request).address
    return RequestKey.of((client, address) if client else (address,), key, request.data)
