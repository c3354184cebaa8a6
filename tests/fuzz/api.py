"""Requests made up from the API's own description: `python -m tests.fuzz.api [COUNT]`.

Web, ingest and a worker whose engine answers at once are real processes. Every check of schemathesis is on: an answer
of 500 or more, one that the description does not know, one whose body is not as described, and many more are failures.
Runs follow each other with other seeds until there were as many requests; every second one knows a job that is there.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench.figures import report
from tests.bench.house import house
from tests.client import Client

REQUESTS: Final = 10_000
EXAMPLES: Final = 150
# That a style, a parent or a primer is there and goes together with the rest is for no schema to say: what a schema
# allows may be refused with 422, and the audio of a piece that was canceled with 409. And a body that is too long is
# refused before it is read, whatever else is wrong.
CONFIG: Final = """
[checks]
positive_data_acceptance.expected-statuses = ["2xx", "3xx", 400, 404, 409, 413, 416, 422, 429]
negative_data_rejection.expected-statuses = [400, 404, 405, 409, 413, 415, 422, 429]
"""
KNOWN_JOB: Final = CONFIG + '\n[parameters]\n"path.job_id" = "{job_id}"\n'


@dataclass(frozen=True)
class Outcome:
    """Of one run or of several."""

    requests: int = 0
    failures: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(self.requests + other.requests, self.failures + other.failures)


def main(requests: int) -> int:
    done = Outcome()
    with tempfile.TemporaryDirectory() as name, house(Path(name), worker="tests.bench.instant") as (service, _):
        # Who follows a job waits for its audio too.
        for worker in ("worker", "render"):
            service.start(worker)
        client = Client(service.url)
        job_id = client.with_audio(client.finished(client.create(style="piano")))["id"]
        for seed in range(1000):
            if done.requests >= requests or done.failures:
                break
            config = KNOWN_JOB.replace("{job_id}", job_id) if seed % 2 else CONFIG
            done += _run(service.url, Path(name) / f"run-{seed}", seed, config)
        service.assert_all_run()
    report("requests made up from the description", done.requests, "requests", f">= {requests}")
    report("answers of 500 or more, or not as described", done.failures, "failures", "<= 0")
    return 1 if done.failures else 0


def _run(url: str, folder: Path, seed: int, config: str) -> Outcome:
    """One run; what it found wrong it shows."""
    folder.mkdir()
    (folder / "schemathesis.toml").write_text(config)
    told = folder / "run.json"
    options = ["--max-examples", str(EXAMPLES), "--seed", str(seed), "--continue-on-failure", "--no-color"]
    # A job that is known must stay.
    options += ["--exclude-operation-id", "erase_job"] if "job_id" in config else []
    command = ["schemathesis", "--config-file", str(folder / "schemathesis.toml"), "run", f"{url}/api/v1/openapi.json"]
    run = subprocess.run(
        [str(Path(sys.executable).with_name(command[0])), *command[1:], *options, "--report-json-path", str(told)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    result = json.loads(told.read_text())
    if run.returncode:
        print(*(line[:400] for line in run.stdout.splitlines()), sep="\n", file=sys.stderr)
    return Outcome(result["test_cases"]["generated"], result["test_cases"]["unique_failures"] + len(result["errors"]))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS))
