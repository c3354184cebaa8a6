"""What a config id of Magenta's fixes: what its networks hear of a piece, and what they are asked to foretell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

NOTES_PER_SECOND: Final = "notes_per_second"
PITCH_CLASS_HISTOGRAM: Final = "pitch_class_histogram"
DISABLE_CONDITIONING: Final = "disable_conditioning"
CHORDS: Final = "chords"

MIN_NOTE, MAX_NOTE = 48, 84


class UnknownConfig(ValueError):
    """No network of that config can be built or read."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a config id fixes.

    Attributes:
        id: Magenta's name for the config.
        family: Which of Magenta's generators plays it: melody, drums, performance, polyphony, improv or
            pianoroll_rnn_nade.
        encoder: note-seq's encoder-decoder for its events.
        attn_length: How many outputs attention looks back on, unless a file says otherwise.
        controls: What else the network hears, in the order of its control events.
        bundle_id: What a bundle of this config calls it.
        steps_per_quarter: Of the grid on which all but performances lie.
        note_range: Lowest pitch of a melody, and the one above its highest.
        transpose_to_key: Melodies are brought to this key, 0 for C, before the network hears them; None for none.
    """

    id: str
    family: str
    description: str
    encoder: Any
    attn_length: int = 0
    controls: tuple[str, ...] = ()
    bundle_id: str = ""
    steps_per_quarter: int = 4
    note_range: tuple[int, int] = (MIN_NOTE, MAX_NOTE)
    transpose_to_key: int | None = None

    @property
    def generator_id(self) -> str:
        return self.bundle_id or self.id

    @property
    def is_nade(self) -> bool:
        return self.family == "pianoroll_rnn_nade"

    @property
    def network_input_size(self) -> int:
        """Numbers the network is given for each event; a compact input is spread to its one-hot first."""
        return int(getattr(self.encoder, "input_depth", self.encoder.input_size))

    @property
    def control_size(self) -> int:
        """Numbers that a control event is given as; 0 where the network hears none."""
        return int(self.encoder.input_size - self.target_encoder.input_size) if self.controls else 0

    @property
    def target_encoder(self) -> Any:
        """note-seq's encoder-decoder of the events alone, without what conditions them."""
        return self.encoder._target_encoder_decoder if self.controls else self.encoder  # noqa: SLF001

    @property
    def control_encoder(self) -> Any:
        """note-seq's encoder-decoder of the control events, where the network hears such."""
        return self.encoder._control_encoder_decoder  # noqa: SLF001

    def control_inputs(self, control_event: Any) -> NDArray[np.float32]:
        """[control_size]: a control event as the network is given it."""
        return np.asarray(self.control_encoder.events_to_input([control_event], 0), np.float32)

    @property
    def heads(self) -> tuple[int, ...]:
        """How many classes each softmax has."""
        classes = self.encoder.num_classes
        return tuple(classes) if isinstance(classes, list) else (classes,)

    def inputs(self, events: Sequence[Any], control_events: Sequence[Any] = ()) -> NDArray[np.float32]:
        """[T, input size] for T events; control events, where the config has such, are one more than events."""
        sequences = [[control_events], [events]] if self.controls else [[events]]
        return np.asarray(self.encoder.get_inputs_batch(*sequences, full_length=True)[0], np.float32)

    def labels(self, events: Sequence[Any]) -> NDArray[np.int64]:
        """[T, heads]: the class of every event in every head."""
        labels = [self.encoder.events_to_label(events, position) for position in range(len(events))]
        return np.asarray(labels, np.int64).reshape(len(events), len(self.heads))

    def network_inputs(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """`inputs` as the network itself is given them."""
        if self.network_input_size == inputs.shape[1]:
            return inputs
        return np.eye(self.network_input_size, dtype=np.float32)[inputs[:, 0].astype(np.int64)]
