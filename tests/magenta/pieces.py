"""Run by Magenta's own Python: the pieces that Magenta's own commands make.

Usage: pieces.py CASES.json OUT.json, with [{"name", "package", "bundle", "config", "flags", "temperature"}, ...] of one
package; writes for each name its notes [start, end, pitch, velocity, program], or what went wrong as a string.
"""

from __future__ import annotations

import functools
import json
import os
import signal
import sys
import tempfile
import traceback
from importlib import import_module
from pathlib import Path

import numpy as np
from probabilities import layer_sizes

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

LIMIT_SECONDS = 240
# The dice are ours: an event is drawn by the numbers that we draw it by, which only its place decides.
SEED = 0
MOST_NUMBERS = 1_000_000


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


def take_our_dice():
    noise = np.random.Generator(np.random.Philox(key=np.array((SEED, 0), np.uint64)))
    numbers = noise.random(MOST_NUMBERS, dtype=np.float32)

    def extend(self, sequences, softmax):
        chosen = [drawn(sequence, softmax, row) for row, sequence in enumerate(sequences)]
        for sequence, classes in zip(sequences, chosen):
            sequence.append(self.class_index_to_event(classes, sequence))
        return chosen

    def drawn(sequence, softmax, row):
        heads = softmax if isinstance(softmax, list) else [softmax]
        first = (len(sequence) - 1) * len(heads)
        classes = [
            int(np.searchsorted(np.cumsum(head[row][-1]), number, side="right"))
            for head, number in zip(heads, numbers[first:])
        ]
        return classes if isinstance(softmax, list) else classes[0]

    import_module("note_seq").EventSequenceEncoderDecoder.extend_event_sequences = extend


def mend_performances():
    """A pitch that is struck again ends before, as we have it; Magenta has it sound twice at once, and mixes up the ends.

    It also asserts of pieces of whole notes that the last ends in time, to which nothing sees.
    """
    library = import_module("note_seq.performance_lib")
    to_sequence, to_whole_notes = library.BasePerformance._to_sequence, library.NotePerformance.to_sequence

    def ended_before(self, *arguments, **named):
        self._events = list(with_ends(self._events, library.PerformanceEvent))
        return to_sequence(self, *arguments, **named)

    def without_length(self, *arguments, **named):
        sequence = to_whole_notes(self, *arguments, **named)
        sequence.total_time = 0
        return sequence

    library.BasePerformance._to_sequence = ended_before
    library.NotePerformance.to_sequence = without_length


def with_ends(events, kinds):
    sounding = set()
    for event in events:
        if event.event_type == kinds.NOTE_ON:
            if event.event_value in sounding:
                yield kinds(kinds.NOTE_OFF, event.event_value)
            sounding.add(event.event_value)
        elif event.event_type == kinds.NOTE_OFF:
            sounding.discard(event.event_value)
        yield event


def mend_nade():
    """Magenta draws a step's keys from what was known before the last step, and fails at its log-likelihood's shape.

    Here they are drawn from all that was heard. Keys likelier than not sound: it has no dice.
    """
    model = import_module("magenta.models.pianoroll_rnn_nade.pianoroll_rnn_nade_model").PianorollRnnNadeModel
    begin = model.initialize_with_checkpoint_and_metagraph

    def initialize(self, *arguments):
        begin(self, *arguments)
        self._session.run = functools.partial(run_nade, self._session.run)

    model.initialize_with_checkpoint_and_metagraph = initialize


def run_nade(run, fetches, feeds=None):
    if not isinstance(fetches, list) or len(fetches) != 3:
        return run(fetches, feeds)
    sample, likelihood, final_state = fetches
    states = next(key for key in feeds if isinstance(key, tuple))
    heard = [values[-1:] for values in run(list(final_state), feeds)]
    keys, logs = run([sample, likelihood], dict(zip(states, heard)))
    return [np.reshape(keys, (1, -1)), np.reshape(logs, (1, 1)), heard]


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
    return {"run_dir": folder, "hparams": f"rnn_layer_sizes={layer_sizes(checkpoint)}"}


def stop(_number, _frame):
    raise TimeoutError(f"no piece within {LIMIT_SECONDS} s")


def main(cases_path, out_path):
    with open(cases_path) as file:
        cases = json.load(file)
    import_module("tensorflow.compat.v1").disable_v2_behavior()
    package = cases[0]["package"]
    module = import_module(f"magenta.models.{package}.{package}_generate")
    if package == "pianoroll_rnn_nade":
        mend_nade()
    mend_performances()
    take_our_dice()
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
    with open(out_path, "w") as file:
        json.dump(pieces, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
