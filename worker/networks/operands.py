"""A network's tensors as its graphs take them: from outside, so that networks of one form can share the graphs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

Tensor = Any

# What has no more numbers TensorFlow writes into a graph, which would then be one network's alone.
_WRITTEN_IN: Final = 128


@dataclass(frozen=True, slots=True)
class Operand:
    """Rows of a matrix, and the size to which zeros fill them up.

    Attributes:
        matrix: Its name.
        first: The first row.
        end: The one after the last.
    """

    matrix: str
    first: int
    end: int
    inputs: int
    columns: int


class Operands:
    """The operands of one network, each made at first need and shared by all its graphs."""

    def __init__(self, matrices: Mapping[str, NDArray[np.float32]]) -> None:
        self._matrices = matrices
        self._made: dict[Operand, Tensor] = {}

    def __getitem__(self, operand: Operand) -> Tensor:
        """[inputs, columns], for a graph that is being made."""
        held = self.held(operand)
        return held if held.shape[0] == operand.inputs else held[: operand.inputs]

    def held(self, operand: Operand) -> Tensor:
        """What `captured` finds in a graph, and another network's graph must be given in its place."""
        if operand not in self._made:
            inputs = max(operand.inputs, _WRITTEN_IN // operand.columns + 1)
            value = _padded(self._matrices[operand.matrix][operand.first : operand.end], inputs, operand.columns)
            with tf.init_scope():
                # Another thread may have been faster, and its graph has that one.
                self._made.setdefault(operand, tf.constant(value))
        return self._made[operand]

    def captured(self, tensors: list[Tensor]) -> list[Operand]:
        """Which operands those tensors of this network are."""
        names = {id(tensor): operand for operand, tensor in list(self._made.items())}
        return [names[id(tensor)] for tensor in tensors]


def _padded(matrix: NDArray[np.float32], inputs: int, columns: int) -> NDArray[np.float32]:
    return np.pad(matrix, ((0, inputs - matrix.shape[0]), (0, columns - matrix.shape[1])))
