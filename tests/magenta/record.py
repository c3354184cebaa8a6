"""Records what Magenta's networks hear first, for the tests of our voices: tests/data/heard_by_magenta.json.

Usage: python -m tests.magenta.record PYTHON, the Python of an environment that holds Magenta (docs/magenta.md).
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from tests.magenta.cases import DATA, all_cases, write_primer
from tests.magenta.same_pieces import described_case, played_by_magenta

HEARD = DATA / "heard_by_magenta.json"
MAGENTA_SIDE = Path(__file__).with_name("hear.py")
# Stands for the MIDI file that `write_primer` writes.
PRIMER = "{primer}"


def main(magenta_python: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        primer = Path(folder) / "primer.mid"
        write_primer(primer)
        cases = [case for case in all_cases(primer, DATA / "polyphony.mag") if "--beam_size=2" not in case.flags]
        heard = played_by_magenta(cases, Path(folder), magenta_python, MAGENTA_SIDE)
    recorded = [
        {
            "name": case.name,
            "config": described_case(case)["config"],
            "flags": [flag.replace(str(primer), PRIMER) for flag in case.flags],
            **heard[case.name],
        }
        for case in cases
    ]
    HEARD.write_text("[\n" + ",\n".join(json.dumps(entry) for entry in recorded) + "\n]\n")


if __name__ == "__main__":
    main(sys.argv[1])
