"""Traces are there for who wants them and cost others nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from worker.contract import traces

LOOK = """
import sys
from worker.contract import traces
traces.begin("cadenza-test", {"OTEL_SERVICE_NAME": "a name alone"})
with traces.span("one"), traces.continued("two", {}, job_id="a job"):
    traces.past("three", 0)
assert traces.headers() == {}
print([name for name in sys.modules if name.startswith("opentelemetry")])
"""


def test_without_a_collector_nothing_of_opentelemetry_is_imported():
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", traces.ENDPOINTS)
def test_a_collector_without_the_packages_that_speak_to_it_stops_the_start(name, monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(traces.TracesUnavailable, match=f"{name} is set.*traces.txt is not installed"):
        traces.begin("cadenza-test", {name: "http://127.0.0.1:4318"})


def test_exceptions_go_through_a_span_as_they_are():
    with pytest.raises(KeyError), traces.span("one"), traces.continued("two", {}):
        raise KeyError
