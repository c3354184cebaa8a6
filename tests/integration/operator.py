"""An operator at the admin, as a browser is: with a session, cookies, and the token of each form."""

from __future__ import annotations

import re
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from tests.client import Reply
from tests.service import ROOT, Service

_SIGN_IN = """
from django.contrib.auth import get_user_model
from django.test import Client
user, _ = get_user_model().objects.get_or_create(username="operator", is_staff=True, is_superuser=True)
client = Client()
client.force_login(user)
print(client.cookies["sessionid"].value)
"""


class _NotFollowed(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


class Operator:
    """Signed in for as long as the service runs."""

    def __init__(self, service: Service) -> None:
        self._url = service.url
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", _SIGN_IN]
        done = subprocess.run(command, cwd=ROOT, env=service.environment, capture_output=True, text=True, check=True)
        self._csrf = secrets.token_hex(16)
        self.cookies = f"sessionid={done.stdout.split()[-1]}; csrftoken={self._csrf}"
        self._opener = urllib.request.build_opener(_NotFollowed)

    def get(self, path: str) -> str:
        reply = self._send(path, None, {})
        assert reply.status == 200, reply.body
        return reply.body.decode()

    def post(self, path: str, **fields: str) -> Reply:
        return self._send(path, urllib.parse.urlencode({**fields, **self._token()}).encode(), {})

    def upload(self, content: bytes, file_name: str, **fields: str) -> str:
        """Sends the form; returns the address of the upload's page."""
        boundary = secrets.token_hex(16)
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {**fields, **self._token()}.items()
        ]
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n\r\n'
        body = b"".join([*parts, head.encode(), content, f"\r\n--{boundary}--\r\n".encode()])
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        reply = self._send("/admin/uploads/upload/add/", body, kind)
        assert reply.status == 302, reply.body.decode()[-3000:]
        return {name.lower(): value for name, value in reply.headers.items()}["location"]

    def page_with(self, words: str, path: str, seconds: float = 240) -> str:
        """The page, once it says `words`."""
        deadline = time.monotonic() + seconds
        while words not in (page := self.get(path)):
            assert time.monotonic() < deadline, re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))[-3000:]
            time.sleep(0.5)
        return page

    def _token(self) -> dict[str, str]:
        return {"csrfmiddlewaretoken": self._csrf}

    def _send(self, path: str, body: bytes | None, headers: dict[str, str]) -> Reply:
        request = urllib.request.Request(self._url + path, body, {"Cookie": self.cookies, **headers})
        try:
            with self._opener.open(request, timeout=60) as response:
                return Reply(response.status, dict(response.headers), response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, dict(error.headers), error.read())


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
