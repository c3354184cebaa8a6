"""Each line of a log says which job it is about, and holds nothing that it was not meant to."""

from __future__ import annotations

import io
import json
import logging
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from worker.contract.logs import FORMATTERS, Concerned, LogFormat, about, note


class Lines:
    """A logger, and what it has written."""

    def __init__(self, log_format: LogFormat) -> None:
        self.text = io.StringIO()
        self.handler = logging.StreamHandler(self.text)
        self.handler.setFormatter(FORMATTERS[log_format]())
        self.concerned = Concerned()
        self.handler.addFilter(self.concerned)
        self.logger = logging.getLogger("tests.lines")
        self.logger.setLevel(logging.INFO)
        self.logger.propagate = False
        self.logger.handlers = [self.handler]

    def read(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.getvalue().splitlines()]


@pytest.fixture
def lines() -> Iterator[Callable[[LogFormat], Lines]]:
    yield Lines
    logging.getLogger("tests.lines").handlers = []


def test_a_line_of_json_says_when_who_what_and_of_which_job(lines):
    log = lines(LogFormat.JSON)
    log.concerned.worker = "generate@host"
    with about("a-job"):
        note(attempt=2)
        log.logger.warning("it is %s", "late: ü\nand more")
    (line,) = log.read()
    assert abs((datetime.now(UTC) - datetime.fromisoformat(line.pop("time"))).total_seconds()) < 5
    assert line == {
        "level": "WARNING",
        "logger": "tests.lines",
        "message": "it is late: ü\nand more",
        "job_id": "a-job",
        "attempt": 2,
        "worker": "generate@host",
    }


def test_an_exception_is_in_the_line_itself(lines):
    log = lines(LogFormat.JSON)
    try:
        raise ValueError("broken")
    except ValueError:
        log.logger.exception("it failed")
    (line,) = log.read()
    assert line["exception"].splitlines()[-1] == "ValueError: broken"


def test_after_a_job_and_in_other_threads_lines_are_about_no_job(lines):
    log = lines(LogFormat.JSON)
    with about("a-job", 3):
        other = threading.Thread(target=log.logger.info, args=("of another",))
        other.start()
        other.join()
        with about():
            log.logger.info("within")
    log.logger.info("after")
    assert ["job_id" in line for line in log.read()] == [False, False, False]


def test_celerys_lines_of_a_message_are_about_its_job_and_hold_no_more_of_it(lines):
    log = lines(LogFormat.JSON)
    for task, task_id in (("cadenza.generate", "a-job"), ("cadenza.render", "a-job:render:1:piece.mp3")):
        log.logger.info("received", extra={"data": {"name": task, "id": task_id, "args": "a secret"}})
    log.logger.info("received", extra={"data": {"name": "cadenza.inspect", "id": "inspect:an-upload"}})
    assert [line.get("job_id") for line in log.read()] == ["a-job", "a-job", None]
    assert "secret" not in log.text.getvalue()


def test_a_line_for_people_has_the_job_before_its_message(lines):
    log = lines(LogFormat.TEXT)
    with about("a-job", 2):
        log.logger.info("done")
    log.logger.info("nothing")
    first, second = log.text.getvalue().splitlines()
    assert first.endswith(" INFO tests.lines [a-job run 2]: done")
    assert second.endswith(" INFO tests.lines: nothing")
