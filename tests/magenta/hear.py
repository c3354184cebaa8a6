"""Run by Magenta's own Python: what Magenta's networks hear before they decide.

Usage: hear.py CASES.json OUT.json, as pieces.py; writes for each name {"heard": events, "chords": symbols or null}.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path


class Heard(Exception):
    """Ends a command as soon as the network has heard its primer."""


def generate(_model, num_steps, primer_events, *_arguments, control_events=None, **_named):
    chords = control_events and [chord for chord in control_events if isinstance(chord, str)]
    raise Heard({"heard": [described(event) for event in primer_events], "chords": chords or None})


def described(event):
    """An event as tests/data/*.json have them."""
    if hasattr(event, "event_type"):
        return [event.event_type, event.pitch if hasattr(event, "pitch") else event.event_value]
    if isinstance(event, frozenset):
        return sorted(event)
    if isinstance(event, tuple):
        return [described(part) for part in event]
    return int(event)


def heard(module, case):
    try:
        import_module("pieces").play(module, case)
    except Heard as end:
        return end.args[0]
    return None


def main(cases_path, out_path):
    cases = json.loads(Path(cases_path).read_text())
    import_module("tensorflow.compat.v1").disable_v2_behavior()
    package = cases[0]["package"]
    module = import_module(f"magenta.models.{package}.{package}_generate")
    import_module("magenta.models.shared.events_rnn_model").EventSequenceRnnModel._generate_events = generate
    Path(out_path).write_text(json.dumps({case["name"]: heard(module, case) for case in cases}))


if __name__ == "__main__":
    main(*sys.argv[1:])
