"""Run by Magenta's own Python: the pieces that Magenta's own commands make.

Usage: pieces.py CASES.json OUT.json, with [{"name", "package", "bundle", "config", "flags", "temperature"}, ...] of one
package; writes for each name its notes [start, end, pitch, velocity, program], or what went wrong as a string.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import traceback
from importlib import import_module
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

LIMIT_SECONDS = 240


def play(module, case):
    """The notes of the piece, taken before they become a MIDI file."""
    found = []
    module.note_seq.sequence_proto_to_midi_file = lambda sequence, _path: found.append(sequence)
    flags = module.FLAGS
    flags.unparse_flags()
    for name in flags:
        flags[name].unparse()
    told = {
        **network_of(case),
        "config": case["config"],
        "temperature": case["temperature"],
        "num_outputs": 1,
        "log": "FATAL",
        "output_dir": tempfile.gettempdir(),
    }
    known = [f"--{name}={value}" for name, value in told.items() if name in flags]
    flags(["magenta", *known, *case["flags"]])
    module.main([])
    return [[n.start_time, n.end_time, n.pitch, n.velocity, n.program] for n in found[0].notes]


def network_of(case):
    """The bundle; with several heads its checkpoint, for Magenta's bundles hold but one."""
    if not case["config"].endswith("_and_note_encoding"):
        return {"bundle_file": case["bundle"]}
    bundle = import_module("magenta.models.shared.sequence_generator_bundle").read_bundle_file(case["bundle"])
    folder = Path(tempfile.mkdtemp())
    (folder / "train").mkdir()
    checkpoint = folder / "train" / "model.ckpt"
    checkpoint.write_bytes(bundle.checkpoint_file[0])
    (folder / "train" / "checkpoint").write_text('model_checkpoint_path: "model.ckpt"')
    return {"run_dir": folder, "hparams": f"rnn_layer_sizes={import_module('probabilities').layer_sizes(checkpoint)}"}


def stop(_number, _frame):
    raise TimeoutError(f"no piece within {LIMIT_SECONDS} s")


def main(cases_path, out_path):
    cases = json.loads(Path(cases_path).read_text())
    import_module("tensorflow.compat.v1").disable_v2_behavior()
    package = cases[0]["package"]
    module = import_module(f"magenta.models.{package}.{package}_generate")
    mends = import_module("mends")
    mends.take_our_dice()
    mends.mend_performances()
    mends.mend_nade()
    signal.signal(signal.SIGALRM, stop)
    pieces = {}
    for case in cases:
        signal.alarm(LIMIT_SECONDS)
        try:
            pieces[case["name"]] = play(module, case)
        except Exception as error:
            traceback.print_exc()
            pieces[case["name"]] = f"{type(error).__name__}: {error}"
        signal.alarm(0)
        print(case["name"], len(pieces[case["name"]]), file=sys.stderr, flush=True)
    Path(out_path).write_text(json.dumps(pieces))


if __name__ == "__main__":
    main(*sys.argv[1:])
