"""A store that speaks S3 and heeds keys, on a loopback port: moto's server, which holds all in memory."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3

from deploy.local.processes import bound
from tests.service import free_port

START_SECONDS = 30
BUCKET = "music"
REGION = "eu-west-3"
# Those by which the bucket, a user and his key are made; after them whoever has no key is refused.
CALLS_BEFORE_KEYS = 4


class ObjectStore:
    """One server with a bucket; what is in it is lost when it is killed.

    Attributes:
        environment: The variables by which it is reached.
    """

    def __init__(self, log: Path) -> None:
        self._log = log
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.environment: dict[str, str] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def url(self, prefix: str) -> str:
        return f"s3://{BUCKET}/{prefix}"

    def start(self) -> None:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self._port)]
        environment = {**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": str(CALLS_BEFORE_KEYS)}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(bound(command), env=environment, stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, self._log.read_text()[-2000:]
            time.sleep(0.05)
        self.environment = self._user()

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{self.address}/moto-api/", timeout=2).close()
            return True
        return False

    def _user(self) -> dict[str, str]:
        """Makes the bucket, and a user who may do all in it."""
        iam, s3 = self._client("iam"), self._client("s3")
        iam.create_user(UserName="cadenza")
        statement = '{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}'
        policy = f'{{"Version": "2012-10-17", "Statement": [{statement}]}}'
        iam.put_user_policy(UserName="cadenza", PolicyName="all", PolicyDocument=policy)
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        key = iam.create_access_key(UserName="cadenza")["AccessKey"]
        return {
            "AWS_ENDPOINT_URL": self.address,
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
        }

    def _client(self, kind: str) -> Any:
        return boto3.client(
            kind,
            endpoint_url=self.address,
            region_name=REGION,
            aws_access_key_id="nobody",
            aws_secret_access_key="nothing",
        )


@contextlib.contextmanager
def running_object_store(folder: Path) -> Iterator[ObjectStore]:
    """A new and empty one with its log in `folder`."""
    store = ObjectStore(folder / "store.log")
    store.start()
    try:
        yield store
    finally:
        store.kill()
