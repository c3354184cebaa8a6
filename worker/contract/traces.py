"""Traces by OpenTelemetry where the environment names a collector: one a job, from its request to its sound.

Without a collector nothing of OpenTelemetry is imported. Other variables that begin with OTEL_ are read by the SDK.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
# When a message was sent, in nanoseconds since 1970, beside the headers that W3C's Trace Context has.
SENT_AT: Final = "cadenza-sent-at"

_tracers: Final[list[Tracer]] = []


class TracesUnavailable(RuntimeError):
    """A collector is named, and the packages that speak to it are not installed."""


def begin(service: str, environment: Mapping[str, str] = os.environ) -> None:
    """Has this process send its spans, where a collector is named; the last ones are sent when it ends.

    Raises:
        TracesUnavailable: It cannot.
    """
    named = [name for name in ENDPOINTS if environment.get(name)]
    if not named:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import SERVICE_NAME, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise TracesUnavailable(f"{named[0]} is set, and deploy/requirements/traces.txt is not installed") from error
    name = environment.get("OTEL_SERVICE_NAME", service)
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: name}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    _tracers[:] = [provider.get_tracer("cadenza")]


@contextmanager
def span(name: str, **attributes: Any) -> Iterator[None]:
    """What is done within is a span of that name, below the one around it."""
    for tracer in _tracers:
        with tracer.start_as_current_span(name, attributes=_named(attributes)):
            yield
        return
    yield


def past(name: str, began_ns: int) -> None:
    """A span from `began_ns`, nanoseconds since 1970, until now."""
    for tracer in _tracers:
        tracer.start_span(name, start_time=began_ns).end()


def headers() -> dict[str, str]:
    """What a message is given along, so that who takes it goes on with the trace."""
    carrier: dict[str, str] = {}
    if _tracers:
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        TraceContextTextMapPropagator().inject(carrier)
        carrier[SENT_AT] = str(time.time_ns())
    return carrier


@contextmanager
def continued(name: str, given: Mapping[str, str], **attributes: Any) -> Iterator[None]:
    """As `span`, in the trace of a message that was given `headers`; before it is a span of the message's wait."""
    for tracer in _tracers:
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        context = TraceContextTextMapPropagator().extract(given)
        if given.get(SENT_AT, "").isdecimal():
            tracer.start_span("wait in queue", context, start_time=int(given[SENT_AT])).end()
        with tracer.start_as_current_span(name, context, attributes=_named(attributes)):
            yield
        return
    yield


def _named(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {f"cadenza.{name}": value for name, value in attributes.items()}
