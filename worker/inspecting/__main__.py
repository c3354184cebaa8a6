"""`python -m worker.inspecting UPLOAD_ID CONFIG HELD_OUT`: inspects one upload and prints the report as JSON."""

from __future__ import annotations

import sys


def main(upload_id: str, config_id: str, held_out: str) -> None:
    from worker.inspecting.limits import limit_this_process

    limit_this_process()
    from worker.inspecting.inspect import inspect
    from worker.process import settings

    print(inspect(upload_id, config_id, held_out, settings()).to_json())


if __name__ == "__main__":
    main(*sys.argv[1:])
