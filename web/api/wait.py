"""`?wait=n`: the connection is held, before the request comes here, until the job changes (see `web.live`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from web.catalogue.refusal import FieldError, RequestRefusedError

if TYPE_CHECKING:
    from rest_framework.request import Request

MAX_WAIT_SECONDS: Final = 30


def check_wait(request: Request) -> None:
    """Refuses a wait that cannot be granted.

    Raises:
        RequestRefusedError: It is no whole number of seconds from 0 to 30.
    """
    given = request.query_params.get("wait", "0")
    if not given.isascii() or not given.isdecimal() or len(given) > 2 or int(given) > MAX_WAIT_SECONDS:
        detail = f"wait must be a whole number of seconds from 0 to {MAX_WAIT_SECONDS}."
        raise RequestRefusedError(FieldError("?wait", "invalid", detail, MAX_WAIT_SECONDS, given))
