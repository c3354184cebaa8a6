"""Graphs that XLA compiled, each for all networks of a form."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from weakref import WeakValueDictionary

import tensorflow as tf

from worker.networks.graph import Form, NetworkGraph
from worker.networks.operands import Operand

Tensor = Any
# A graph with a network's own weights in it: called as it is.
Compiled = Callable[..., Any]

_forms: WeakValueDictionary[Form, SharedGraphs] = WeakValueDictionary()
_forms_lock: Final = threading.Lock()


class SharedGraphs:
    """What networks of one form share as long as one of them lives. Any thread may ask."""

    def __init__(self) -> None:
        self._graphs: dict[_Shape, _Graph] = {}

    @classmethod
    def of(cls, form: Form) -> SharedGraphs:
        with _forms_lock:
            return _forms.setdefault(form, cls())

    def begin(self, network: NetworkGraph, arguments: tuple[Any, ...]) -> Compiled:
        """`NetworkGraph.begin` for the shapes of `arguments`."""
        rows, _ = arguments[2].shape
        return self._with_weights(_Shape("begin", rows), network, network.begin, arguments)

    def decide(self, network: NetworkGraph, arguments: tuple[Any, ...], *, filtered: bool) -> Compiled:
        """`NetworkGraph.decide` for the shapes of `arguments`."""

        def decide(*tensors: Tensor) -> Any:
            return network.decide(*tensors, filtered=filtered)

        steps, rows, _ = arguments[3].shape
        return self._with_weights(_Shape("decide", rows, steps, filtered), network, decide, arguments)

    def _with_weights(
        self, shape: _Shape, network: NetworkGraph, function: Compiled, arguments: tuple[Any, ...]
    ) -> Compiled:
        graph = self._graphs.setdefault(shape, _Graph())
        # Its own lock: a piece under way may need another graph while this one is made.
        with graph.lock:
            if graph.function is None:
                graph.make(network, function, arguments)
        own: Any = copy.copy(graph.function)
        own.set_external_captures([network.operands.held(operand) for operand in graph.operands])
        compiled: Compiled = own
        return compiled


class _Shape(NamedTuple):
    """What a graph is for."""

    what: str
    rows: int
    steps: int = 0
    filtered: bool = False


@dataclass(slots=True)
class _Graph:
    """A function without the weights, and which those are."""

    function: Any = None
    operands: list[Operand] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def make(self, network: NetworkGraph, function: Compiled, arguments: tuple[Any, ...]) -> None:
        made = tf.function(function, autograph=False, jit_compile=True).get_concrete_function(*arguments)
        self.operands = network.operands.captured(made.captured_inputs)
        # Or the first network would be kept as long as any of its form.
        made.graph.function_captures.clear()
        made.set_external_captures([])
        self.function = made
