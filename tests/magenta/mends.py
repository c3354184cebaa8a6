"""What is changed of Magenta, in its own Python, so that a piece of its own can be compared with ours."""

from __future__ import annotations

import functools
from importlib import import_module

import numpy as np

# As `worker.engine.sequence` draws for a piece of this seed.
SEED = 0
MOST_NUMBERS = 1_000_000


def take_our_dice():
    """An event is drawn by the number that we draw it by, which only its place decides."""
    noise = np.random.Generator(np.random.Philox(key=np.array((SEED, 0), np.uint64)))
    numbers = noise.random(MOST_NUMBERS, dtype=np.float32)

    def extend(self, sequences, softmax):
        chosen = [drawn(sequence, softmax, row) for row, sequence in enumerate(sequences)]
        for row, sequence in enumerate(sequences):
            sequence.append(self.class_index_to_event(chosen[row], sequence))
        return chosen

    def drawn(sequence, softmax, row):
        heads = softmax if isinstance(softmax, list) else [softmax]
        first = (len(sequence) - 1) * len(heads)
        classes = [
            int(np.searchsorted(np.cumsum(head[row][-1]), numbers[first + place], side="right"))
            for place, head in enumerate(heads)
        ]
        return classes if isinstance(softmax, list) else classes[0]

    import_module("note_seq").EventSequenceEncoderDecoder.extend_event_sequences = extend


def mend_performances():
    """A pitch that is struck again ends before, as we have it; Magenta has it sound twice, and mixes up the ends.

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
    heard = tuple(values[-1:] for values in run(list(final_state), feeds))
    keys, logs = run([sample, likelihood], {states: heard})
    return [np.reshape(keys, (1, -1)), np.reshape(logs, (1, 1)), heard]
