"""`make fuzz-uploads`: an operator uploads damaged bundles, and workers inspect them.

Usage: python -m tests.fuzz.uploads MUTATIONS. Each upload must end rejected, or fit to be played where its damage does
no harm; all workers live on, and of no upload anything is left.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from html import unescape
from pathlib import Path
from typing import Final

from tests.bench.figures import report
from tests.bench.house import house
from tests.fuzz.bundles import mutations
from tests.integration.operator import Operator, files_below

# As many bundles are under way at once.
WORKERS: Final = tuple(f"render-{number}" for number in range(1, 5))
INSPECTION_SECONDS: Final = 1200
POLL_SECONDS: Final = 2
STATE: Final = re.compile(r"(Inspected|Rejected): ([^<:.]*)")


def main(count: int) -> int:
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name, house(Path(name)) as (service, _):
        for worker in WORKERS:
            service.start(worker)
        operator = Operator(service)
        with ThreadPoolExecutor(len(WORKERS)) as pool:
            outcomes = Counter(pool.map(partial(_outcome, operator), mutations(count)))
        died = [worker for worker in WORKERS if service.processes[worker].poll() is not None]
        left = files_below(Path(service.environment["UPLOADS_DIR"]))
        crashed = sum(_crashes(Path(name) / f"{worker}.log") for worker in WORKERS)
    for outcome, times in outcomes.most_common():
        print(f"{times:5} {outcome}")
    fit = sum(times for outcome, times in outcomes.items() if outcome.startswith("Inspected"))
    seconds = round(time.monotonic() - began)
    report("damaged bundles that were uploaded", outcomes.total(), "uploads", f">= {count}", fit=fit, seconds=seconds)
    report("inspections of them that crashed", crashed, "processes", "<= 0")
    report("workers that died over them", len(died), "workers", "<= 0")
    report("files that are left of them", len(left), "files", "<= 0")
    return 1 if crashed or died or left else 0


def _outcome(operator: Operator, content: bytes) -> str:
    """What its page says of an upload, up to a second colon or a stop; what is fit is then deleted by the operator."""
    page = operator.upload(content, "damaged.mag", model_name="damaged")
    deadline = time.monotonic() + INSPECTION_SECONDS
    while not (state := STATE.search(unescape(operator.get(page)))):
        assert time.monotonic() < deadline, f"{page} was not inspected in time"
        time.sleep(POLL_SECONDS)
    if state[1] == "Inspected":
        assert operator.post(page.replace("change/", "delete/"), post="yes").status == 302
    return f"{state[1]}: {state[2]}"


def _crashes(log: Path) -> int:
    """How often a worker noted that an inspection ended otherwise than with a report."""
    return log.read_text().count("an inspection ended with code")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
