"""A bundle against vectors that Magenta computed from it: inputs, probabilities, likelihood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from note_seq import ChordSymbolError
from note_seq.chords_encoder_decoder import ChordEncodingError
from numpy.typing import NDArray

from worker.encodings.config import Config
from worker.encodings.event_json import EventError, control_events_of, events_of
from worker.networks.bundle import Bundle
from worker.networks.nade import key_probabilities, log_probabilities, split_biases
from worker.networks.unrolled import last_layer
from worker.networks.weights import NadeWeights

Array = NDArray[Any]
Vectors = Mapping[str, Array]

PROBABILITY_TOLERANCE: Final = 1e-5
LIKELIHOOD_TOLERANCE: Final = 1e-3
# A NADE's biases are no probabilities and lie within a few units of zero.
BIAS_TOLERANCE: Final = 1e-4

_SOFTMAX: Final = re.compile(r"softmax_t([0-9.]+)_h([0-9]+)")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The largest difference found in each thing compared; None where the vectors hold no such.

    Attributes:
        inputs: Absolute.
        probabilities: Absolute, by what was compared ("t0.7 h0").
        log_likelihood: Relative.
    """

    inputs: float | None
    probabilities: dict[str, float]
    log_likelihood: float | None
    biases: float | None = None

    @property
    def holds(self) -> bool:
        """Whether all that was compared is within its tolerance, and anything was."""
        limits = (
            (self.inputs, 0.0),
            (self.log_likelihood, LIKELIHOOD_TOLERANCE),
            (self.biases, BIAS_TOLERANCE),
            *((difference, PROBABILITY_TOLERANCE) for difference in self.probabilities.values()),
        )
        compared = [(difference, limit) for difference, limit in limits if difference is not None]
        return bool(compared) and all(difference <= limit for difference, limit in compared)


def compare(bundle: Bundle, config: Config, described: Mapping[str, Any], vectors: Vectors) -> Comparison:
    """Feeds the events of `described` and compares with whatever `vectors` hold.

    Raises:
        EventError: The description holds no events of the config.
    """
    if bundle.weights.nade:
        return _compare_nade(bundle, bundle.weights.nade, described, vectors)
    events = events_of(config, described["events"])
    inputs, labels = encoded(config, described, events)
    logits = last_layer(bundle.weights, config.network_inputs(inputs), bundle.attn_length)
    heads = np.split(logits, np.cumsum(config.heads)[:-1], axis=1)
    probabilities = {}
    for key, expected in vectors.items():
        if match := _SOFTMAX.fullmatch(key):
            found = softmax(heads[int(match[2])], float(match[1])) if int(match[2]) < len(heads) else expected[:0]
            probabilities[f"t{match[1]} h{match[2]}"] = _difference(found, expected)
    likelihood = described.get("log_likelihood")
    return Comparison(
        inputs=_difference(inputs, vectors["inputs"]) if "inputs" in vectors else None,
        probabilities=probabilities,
        log_likelihood=None if likelihood is None else _relative(log_likelihood(heads, labels), likelihood),
    )


def encoded(
    config: Config, described: Mapping[str, Any], events: list[Any]
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Inputs [T, input size] and labels [T, heads] of events with their controls.

    Raises:
        EventError: One is out of the config's range.
    """
    try:
        controls = control_events_of(config, described, len(events) + 1)
        return config.inputs(events, controls), config.labels(events)
    except (ChordSymbolError, ChordEncodingError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise EventError(f"{config.id} cannot encode these events: {error}") from error


def log_likelihood(heads: list[NDArray[np.float32]], labels: NDArray[np.int64]) -> float:
    """Nats of all events but the first, each after those before it."""
    total = 0.0
    for head, classes in zip(heads, labels.T, strict=True):
        chosen = softmax(head[:-1], 1.0)[np.arange(len(classes) - 1), classes[1:]]
        total += float(np.log(chosen.astype(np.float64)).sum())
    return total


def softmax(logits: NDArray[np.float32], temperature: float) -> NDArray[np.float32]:
    """Probabilities [T, classes]."""
    scaled = logits / np.float32(temperature)
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    probabilities: NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
    return probabilities


def _compare_nade(bundle: Bundle, nade: NadeWeights, described: Mapping[str, Any], vectors: Vectors) -> Comparison:
    """Each step's keys, foretold from the steps before it."""
    keys = _keys(described, vectors)
    inputs = np.concatenate((np.zeros_like(keys[:1]), keys[:-1]))
    encoder, decoder = split_biases(nade, last_layer(bundle.weights, inputs, bundle.attn_length))
    found = key_probabilities(nade, encoder, decoder, keys)
    pairs = (("b_enc", encoder), ("b_dec", decoder))
    biases = [_difference(mine, vectors[name]) for name, mine in pairs if name in vectors]
    likelihood = vectors.get("log_prob")
    return Comparison(
        inputs=None,
        probabilities={"keys": _difference(found, vectors["cond_prob"])} if "cond_prob" in vectors else {},
        log_likelihood=None if likelihood is None else _relative(log_probabilities(found, keys), likelihood),
        biases=max(biases) if biases else None,
    )


def _keys(described: Mapping[str, Any], vectors: Vectors) -> NDArray[np.float32]:
    if "pianoroll" in vectors:
        return vectors["pianoroll"].astype(np.float32)
    keys = np.zeros((len(described["events"]), 88), np.float32)
    for step, sounding in enumerate(described["events"]):
        keys[step, list(sounding)] = 1
    return keys


def _difference(found: Array, expected: Array) -> float:
    if found.shape != expected.shape:
        return float("inf")
    return float(np.abs(found.astype(np.float64) - expected).max(initial=0.0))


def _relative(found: Array | float, expected: Array | float) -> float:
    scale = np.maximum(np.abs(np.asarray(expected, np.float64)), 1e-9)
    return float((np.abs(np.asarray(found, np.float64) - expected) / scale).max())
