"""A network that steps many rows at once: their state stays on the device, several events are decided per call."""

from __future__ import annotations

import logging
from typing import Any, Final

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from worker.encodings.config import Config
from worker.engine.rules import Rules, stacked
from worker.engine.runner import SAMPLE, Call, Decided, Joining
from worker.networks.graph import NetworkGraph, RowState, Said
from worker.networks.shared_graphs import Compiled, SharedGraphs
from worker.networks.weights import NetworkWeights

logger = logging.getLogger(__name__)

# Row counts with a graph of their own; what the last gives, the others must give too.
BUCKETS: Final = (1, 4, 16, 64)
STEPS: Final = 16
_PROBED_CALLS: Final = 2


class NetworkRunner:
    """Rows of one network. Not thread-safe: the engine's thread alone uses it.

    A row's events depend on its primer, noise and rules, never on its neighbours: `warm_up` lets go of every bucket
    whose kernels sum in another order than the largest one's.
    """

    slots = BUCKETS[-1]
    steps = STEPS

    def __init__(self, weights: NetworkWeights, attn_length: int, config: Config) -> None:
        self._graph = NetworkGraph(weights, attn_length, config)
        self._shared = SharedGraphs.of(self._graph.form)
        self._begins: dict[int, Compiled] = {}
        self._functions: dict[tuple[int, int, bool], Compiled] = {}
        self.buckets: tuple[int, ...] = BUCKETS[-1:]
        self.reset()

    @property
    def event_size(self) -> int:
        return self._graph.encoder.event_size

    @property
    def draws(self) -> int:
        return self._graph.draws

    @property
    def segments(self) -> int:
        return self._graph.segments

    @property
    def control_size(self) -> int:
        """Numbers of one control; 0 where the network hears none."""
        return self._graph.control_size

    @property
    def memory_bytes(self) -> int:
        """About what the network takes while it is loaded."""
        return self._graph.memory_bytes

    def reset(self) -> None:
        """Forgets all rows."""
        self._rows = 0
        self._bucket = self.buckets[-1]
        self._state = self._graph.fresh(self._bucket)
        self._set_rules([])

    def warm_up(self, buckets: tuple[int, ...] = BUCKETS) -> None:
        """Compiles graphs and takes those into use that give a row the bits the largest gives it.

        Any one thread may do so while the engine's runs the rows.
        """
        expected = self._probed(BUCKETS[-1])
        for bucket in buckets:
            if bucket in self.buckets:
                continue
            if _same(self._probed(bucket), expected):
                self.buckets = tuple(sorted((*self.buckets, bucket)))
            else:
                logger.warning("%s rows at once give other bits than %s on this machine: unused", bucket, BUCKETS[-1])

    def arrange(self, rows: list[int | Joining], rules: list[Rules]) -> None:
        """Sets the rows: each goes on from a row of the last call, which several may do, or joins."""
        bucket = next(size for size in self.buckets if size >= len(rows))
        source = [row if isinstance(row, int) else 0 for row in rows]
        if source != list(range(self._rows)) or bucket != self._bucket:
            indices = tf.constant(source + [0] * (bucket - len(source)))
            self._state = tf.nest.map_structure(lambda value: tf.gather(value, indices), self._state)
        self._rows, self._bucket = len(rows), bucket
        joining = [(place, row) for place, row in enumerate(rows) if isinstance(row, Joining)]
        if joining:
            self._join(joining)
        self._set_rules(rules)

    def step(self, call: Call) -> Decided:
        """Decides the events of `call` for all rows."""
        controls = self._control_tensors(self._bucket, call.controls)
        forced, noise = self._turned(call.forced), self._turned(call.noise)
        said, self._state = self._decide((self._state, self._rules, controls, forced, noise), filtered=self._filtered)
        events, likelihood, sound = (np.asarray(part).swapaxes(0, 1)[: self._rows] for part in said)
        return Decided(events, likelihood, np.logical_and.accumulate(sound, 1))

    def _join(self, joining: list[tuple[int, Joining]]) -> None:
        is_fresh = np.zeros(self._bucket, np.bool_)
        first = np.zeros((self._bucket, self.event_size), np.int32)
        for place, row in joining:
            is_fresh[place], first[place] = True, row.first
        self._state = self._begin(self._state, tf.constant(is_fresh), tf.constant(first))

    def _set_rules(self, rules: list[Rules]) -> None:
        self._filtered = any(row.filters for row in rules)
        arrays = stacked(rules, self._bucket, self._graph.outputs)
        self._rules = {name: tf.constant(value) for name, value in arrays.items()}

    def _control_tensors(self, bucket: int, controls: list[tuple[NDArray[Any], NDArray[Any]]]) -> dict[str, Any]:
        if not self.segments:
            return {}
        starts = np.zeros((bucket, self.segments), np.int32)
        values = np.zeros((bucket, self.segments, self._graph.control_size), np.float32)
        for row, (row_starts, row_values) in enumerate(controls):
            starts[row], values[row] = row_starts, row_values
        return {"control_starts": tf.constant(starts), "controls": tf.constant(values)}

    def _turned(self, values: NDArray[Any]) -> Any:
        """[rows, T, ...] as [T, bucket, ...]."""
        padding = [(0, self._bucket - len(values))] + [(0, 0)] * (values.ndim - 1)
        return tf.constant(np.pad(values, padding).swapaxes(0, 1))

    def _begin(self, *arguments: Any) -> RowState:
        """`NetworkGraph.begin`, compiled for each number of rows at its first use."""
        rows, _ = arguments[2].shape
        if rows not in self._begins:
            self._begins[rows] = self._shared.begin(self._graph, arguments)
        begun: RowState = self._begins[rows](*arguments)
        return begun

    def _decide(self, arguments: tuple[Any, ...], *, filtered: bool) -> tuple[Said, RowState]:
        """`NetworkGraph.decide`, compiled for each shape at its first use."""
        steps, bucket, _ = arguments[3].shape
        key = (bucket, steps, filtered)
        if key not in self._functions:
            # Called as it is: looking the right one up anew for each call costs a lone piece a tenth of its speed.
            self._functions[key] = self._shared.decide(self._graph, arguments, filtered=filtered)
        decided: tuple[Said, RowState] = self._functions[key](*arguments)
        return decided

    def _probed(self, bucket: int) -> list[NDArray[Any]]:
        """What one row among so many says in a few calls, and what it holds after them."""
        graph = self._graph
        noise = np.random.default_rng(0).random((_PROBED_CALLS, STEPS, 1, graph.draws), dtype=np.float32)
        rules = {name: tf.constant(value) for name, value in stacked([], bucket, graph.outputs).items()}
        forced = tf.fill((STEPS, bucket, self.event_size), SAMPLE)
        first = tf.zeros((bucket, self.event_size), tf.int32)
        state = self._begin(graph.fresh(bucket), tf.fill((bucket,), True), first)
        found = []
        for drawn in noise:
            controls = self._control_tensors(bucket, [])
            same = tf.constant(np.repeat(drawn, bucket, 1))
            said, state = self._decide((state, rules, controls, forced, same), filtered=False)
            found += [part[:, -1].numpy() for part in said]
        return found + [value[-1].numpy() for value in tf.nest.flatten(state)]


def _same(found: list[NDArray[Any]], expected: list[NDArray[Any]]) -> bool:
    return all(np.array_equal(one, other) for one, other in zip(found, expected, strict=True))
