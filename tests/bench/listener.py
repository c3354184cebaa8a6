"""Somebody who presses the button, follows the notes and hears the sound, with the time of each."""

from __future__ import annotations

import http.client
import io
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np
import soundfile

SECONDS: Final = 120
# Full scale is 1; -60 dB.
SILENCE: Final = 0.001


@dataclass
class Listener:
    """One piece, from the click on; times are seconds since then.

    Attributes:
        arrivals: When how many bytes of the MP3 were there.
    """

    url: str
    first_note_seconds: float | None = None
    arrivals: list[tuple[float, int]] = field(default_factory=list)
    mp3: bytearray = field(default_factory=bytearray)
    job_id: str = ""
    began: float = 0.0

    def press(self, **request: Any) -> None:
        connection = self._connection()
        self.began = time.monotonic()
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/api/v1/jobs", json.dumps({"style": "piano", **request}), headers)
        answer = connection.getresponse()
        job = json.loads(answer.read())
        if answer.status != 202:
            raise RuntimeError(job)
        self.job_id = job["id"]
        connection.close()

    def listen(self, *, until_sound: bool = False) -> None:
        """Hears the MP3 to its end, or as much as has a sound in it, and meanwhile waits for the first note."""
        notes = threading.Thread(target=self._await_note)
        notes.start()
        self._hear(until_sound=until_sound)
        notes.join()

    def first_sound_seconds(self) -> float:
        """When there were bytes enough that what they decode to is no silence."""
        for seconds, length in self.arrivals:
            if _is_sound(bytes(self.mp3[:length])):
                return seconds
        raise RuntimeError(f"job {self.job_id}: no sound in {len(self.mp3)} bytes")

    def _await_note(self) -> None:
        connection, response = self._get(f"/api/v1/jobs/{self.job_id}/events")
        for line in iter(response.readline, b""):
            if line.startswith(b'data: {"first"') and json.loads(line[6:])["notes"]:
                self.first_note_seconds = time.monotonic() - self.began
                break
        connection.close()

    def _hear(self, *, until_sound: bool) -> None:
        connection, response = self._get(f"/api/v1/jobs/{self.job_id}/audio.mp3")
        while chunk := response.read1(1 << 16):
            self.mp3 += chunk
            self.arrivals.append((time.monotonic() - self.began, len(self.mp3)))
            if until_sound and _is_sound(bytes(self.mp3)):
                break
        connection.close()

    def _get(self, path: str) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        connection = self._connection()
        connection.request("GET", path)
        response = connection.getresponse()
        if response.status != 200:
            raise RuntimeError(f"{path}: {response.status} {response.read()[:200]!r}")
        return connection, response

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=SECONDS)


def _is_sound(mp3: bytes) -> bool:
    try:
        samples, _ = soundfile.read(io.BytesIO(mp3), dtype="float32")
    except soundfile.LibsndfileError:
        return False
    return bool(np.abs(samples).max(initial=0.0) > SILENCE)
