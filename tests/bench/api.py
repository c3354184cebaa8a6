"""`make bench-api`: what one web process answers, streams and accepts."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.bench.polls import polls
from tests.bench.sse import streams
from tests.bench.throughput import throughput


def main() -> None:
    for measure in (polls, streams, throughput):
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder))


if __name__ == "__main__":
    main()
