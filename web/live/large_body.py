"""The one form that takes a large file: its body goes to disk as it comes, and only for whom the form is shown to."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect

from models_store.uploads import MAX_UPLOAD_BYTES
from web.live.answer import Answer

if TYPE_CHECKING:
    from starlette.types import Receive, Scope

    from web.live.bridge import Bridge

UPLOAD_PATH: Final = "/admin/uploads/upload/add/"
# The file, and the form's other fields.
MAX_BODY_BYTES: Final = MAX_UPLOAD_BYTES + 64 * 1024
_TOO_LARGE: Final = f"""<!doctype html>
<title>The file is too large</title>
<h1>The file is too large</h1>
<p>A file may have at most {MAX_UPLOAD_BYTES >> 20} MB. Send the bundle or the checkpoint alone, without what else its
folder holds. <a href="{UPLOAD_PATH}">Back to the form</a></p>
""".encode()


class BodyTooLarge(Exception):
    """There is more of it than the form takes."""


class LargeBody:
    """Hands large forms to Django."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    async def answer(self, scope: Scope, receive: Receive) -> Answer:
        """What Django answers, or that there is too much of it.

        Raises:
            ClientDisconnect: The client has gone before all of it was here.
        """
        form = await self._bridge.ask(scope, scope["path"])
        if form.status != 200:
            return form
        with TemporaryFile() as body:
            try:
                await _read(scope, receive, body)
            except BodyTooLarge:
                headers = {"content-type": "text/html; charset=utf-8", **form.security_headers()}
                return Answer(413, Headers(headers).raw, _TOO_LARGE)
            return await self._bridge.answer(scope, body)


async def _read(scope: Scope, receive: Receive, body: IO[bytes]) -> None:
    """What says that it is too much is not even begun with."""
    declared, size, has_more = Headers(scope=scope).get("content-length", "0"), 0, True
    if declared.isdecimal() and int(declared) > MAX_BODY_BYTES:
        raise BodyTooLarge
    while has_more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > MAX_BODY_BYTES:
            raise BodyTooLarge
        body.write(chunk)
        has_more = message.get("more_body", False)
