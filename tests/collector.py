"""A collector of traces: takes what OpenTelemetry's exporters send by HTTP, and keeps it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span as SentSpan

WAIT_SECONDS = 20


@dataclass(frozen=True)
class Span:
    """One that came; ids are hexadecimal, and `parent` is empty of the first of a trace."""

    service: str
    name: str
    trace: str
    id: str
    parent: str
    seconds: float
    attributes: dict[str, str]


@dataclass
class Collector:
    url: str
    spans: list[Span] = field(default_factory=list)

    def wait_for(self, is_all: Callable[[list[Span]], bool]) -> list[Span]:
        deadline = time.monotonic() + WAIT_SECONDS
        while not is_all(self.spans):
            assert time.monotonic() < deadline, self.spans
            time.sleep(0.1)
        return list(self.spans)

    def take(self, body: bytes) -> None:
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            service = next(a.value.string_value for a in resource.resource.attributes if a.key == "service.name")
            for scope in resource.scope_spans:
                self.spans += [_span(service, sent) for sent in scope.spans]


@contextlib.contextmanager
def running_collector() -> Iterator[Collector]:
    """On a free loopback port until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            collector.take(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    collector = Collector(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _span(service: str, sent: SentSpan) -> Span:
    return Span(
        service,
        sent.name,
        sent.trace_id.hex(),
        sent.span_id.hex(),
        sent.parent_span_id.hex(),
        (sent.end_time_unix_nano - sent.start_time_unix_nano) / 1e9,
        {attribute.key: attribute.value.string_value for attribute in sent.attributes},
    )
