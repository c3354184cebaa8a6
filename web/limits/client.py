"""Who asks, without an account: a random id in a token that only we can sign.

A browser keeps the token as a cookie; other programs get it in `Client-Token` and send it as `Authorization: Bearer`.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.signing import BadSignature, Signer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

COOKIE: Final = "cadenza_client"
HEADER: Final = "Client-Token"
YEAR_SECONDS: Final = 365 * 24 * 3600
ID_BYTES: Final = 16
MAX_TOKEN_CHARACTERS: Final = 200
_BEARER: Final = "bearer "


def new_client() -> str:
    """An id of 128 random bits, as 32 hexadecimal digits."""
    return secrets.token_hex(ID_BYTES)


def client_of(request: HttpRequest) -> str | None:
    """The id in the request's token; None without one, or with one that we did not sign."""
    authorization = request.headers.get("Authorization", "")
    if authorization[: len(_BEARER)].lower() == _BEARER:
        return _signed_id(authorization[len(_BEARER) :].strip())
    return _signed_id(request.COOKIES.get(COOKIE, ""))


def issue(response: HttpResponseBase, request: HttpRequest, client: str) -> str:
    """Gives the caller its token, as a header, and as a cookie too where the request came without one.

    Args:
        response: The answer to the request for a piece.
        request: That request.
        client: The id that the piece was made for: `client_of(request)`, or else a new one.

    Returns:
        The token.
    """
    token = _signer().sign(client)
    response.headers[HEADER] = token
    if client_of(request) is None:
        response.set_cookie(
            COOKIE,
            token,
            max_age=YEAR_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return token


def _signed_id(token: str) -> str | None:
    try:
        return _signer().unsign(token) if len(token) <= MAX_TOKEN_CHARACTERS else None
    except BadSignature:
        return None


def _signer() -> Signer:
    # A bearer token may not hold a colon, which is what Django signs with otherwise.
    return Signer(sep=".", salt="cadenza.client")
