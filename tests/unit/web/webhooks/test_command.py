"""`manage.py deliver_webhooks` as a process, and its secret."""

from __future__ import annotations

import base64
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from web.config.webhook_secret import read_webhook_secret

ROOT = Path(__file__).parents[4]
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()


def start(*command: str, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**os.environ, **variables},
        stderr=subprocess.PIPE,
        text=True,
    )


def test_without_a_secret_it_does_not_start_and_says_how_to_make_one(tmp_path: Path) -> None:
    process = start("deliver_webhooks", WEBHOOK_SECRET="", DATABASE_URL=f"sqlite:///{tmp_path}/db")
    _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "WEBHOOK_SECRET" in said
    assert "secrets.token_bytes" in said


def handles_sigterm(process: subprocess.Popen[str]) -> bool:
    (caught,) = re.findall(r"SigCgt:\t([0-9a-f]+)", Path(f"/proc/{process.pid}/status").read_text())
    return bool(int(caught, 16) & 1 << (signal.SIGTERM - 1))


def test_it_waits_for_a_database_that_is_not_there_and_ends_on_sigterm(tmp_path: Path) -> None:
    process = start("deliver_webhooks", WEBHOOK_SECRET=SECRET, DATABASE_URL=f"sqlite:///{tmp_path}/db")
    while process.poll() is None and not handles_sigterm(process):
        time.sleep(0.05)
    time.sleep(0.5)
    process.terminate()
    _, said = process.communicate(timeout=30)
    assert (process.returncode, "webhooks go on in 2 s" in said) == (0, True)


def test_a_secret_gives_its_bytes_and_none_is_off() -> None:
    assert read_webhook_secret({"WEBHOOK_SECRET": f" {SECRET} "}) == bytes(range(32))
    assert read_webhook_secret({}) == read_webhook_secret({"WEBHOOK_SECRET": " "}) == b""


@pytest.mark.parametrize("size", [0, 1, 23, 65, 1000])
def test_a_key_too_short_or_too_long_stops_the_start(size: int) -> None:
    secret = "whsec_" + base64.b64encode(b"k" * size).decode()
    with pytest.raises(ImproperlyConfigured, match="24 to 64 random bytes"):
        read_webhook_secret({"WEBHOOK_SECRET": secret})


@pytest.mark.parametrize("secret", ["hunter22", SECRET.removeprefix("whsec_"), "whsec_hunter22!", SECRET + "é"])
def test_an_ill_formed_secret_stops_the_start_and_is_not_repeated(secret: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="WEBHOOK_SECRET is ill-formed") as refusal:
        read_webhook_secret({"WEBHOOK_SECRET": secret})
    assert secret not in str(refusal.value).replace("whsec_", "")
