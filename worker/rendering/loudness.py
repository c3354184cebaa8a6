"""How loud sound is, as ITU-R BS.1770-5 measures it, block by block."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from worker.rendering.instrument import Samples

Floats = NDArray[np.float64]

# The two filters of Annex 1 at 48 kHz: the head's, and one that leaves out what lies too low to be loud.
_STAGES: Final = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)),
)
# A millisecond.
STEP_FRAMES: Final = 48
STEPS: Final = 100
_STATES: Final = 4
# Annex 2: between two samples three more are reckoned, each from twelve.
_PHASES: Final = 4
_TAPS: Final = 12
_HOP_FRAMES: Final = 16

_OFFSET_LU: Final = -0.691
# Softer than -70 LUFS is silence; 10 LU below the mean of what is not, a passage does not count.
_ABSOLUTE_GATE: Final = 10 ** ((-70 - _OFFSET_LU) / 10)
_RELATIVE_GATE: Final = 0.1


class Measure(NamedTuple):
    """Of each millisecond: the K-weighted mean square, both channels' together, and the true peak."""

    energies: Floats
    peaks: Floats


class Meter:
    """Measures the blocks of one piece, which follow each other; each is 100 ms long."""

    def __init__(self) -> None:
        self._state = np.zeros((2, _STATES))
        self._last = np.zeros((2, _TAPS - 1), np.float32)

    def take(self, block: Samples) -> Measure:
        """The next block's; peaks are told an eighth of a millisecond late."""
        channels = np.ascontiguousarray(block.T)
        return Measure(self._energies(channels), self._peaks(channels))

    def _energies(self, channels: Samples) -> Floats:
        steps = channels.reshape(2 * STEPS, STEP_FRAMES)
        driven = (steps @ _INTO_STATE).reshape(2, -1)
        states = np.concatenate([self._state, driven], axis=1) @ _STATE_TO_STATES
        self._state = states[:, -_STATES:]
        before = states[:, :-_STATES].reshape(2 * STEPS, _STATES)
        weighted = steps @ _THROUGH + before.astype(np.float32) @ _OUT_OF_STATE
        energies = np.einsum("sf,sf->s", weighted, weighted).reshape(2, STEPS).sum(axis=0)
        return np.asarray(energies, np.float64) / STEP_FRAMES

    def _peaks(self, channels: Samples) -> Floats:
        known = np.concatenate([self._last, channels], axis=1)
        self._last = channels[:, 1 - _TAPS :]
        spans = np.lib.stride_tricks.sliding_window_view(known, _HOP_FRAMES + _TAPS - 1, axis=1)[:, ::_HOP_FRAMES]
        between = np.abs(np.ascontiguousarray(spans) @ _BETWEEN)
        return np.asarray(between.reshape(2, STEPS, -1).max(axis=(0, 2)), np.float64)


def integrated_lufs(energies: Floats) -> float:
    """The loudness of mean squares of 400 ms each: that of all that is not much softer than the rest.

    Minus infinity where all is silent.
    """
    loud = energies[energies > _ABSOLUTE_GATE]
    if not len(loud):
        return -np.inf
    loud = loud[loud > loud.sum() / len(loud) * _RELATIVE_GATE]
    return _OFFSET_LU + 10 * math.log10(loud.sum() / len(loud))


def _state_space() -> tuple[Floats, Floats, Floats, float]:
    """Both filters in a row as one: next state = A state + B x, y = C state + D x."""
    first, second = (_stage(*stage) for stage in _STAGES)
    a = np.block([[first[0], np.zeros((2, 2))], [np.outer(second[1], first[2]), second[0]]])
    b = np.concatenate([first[1], second[1] * first[3]])
    c = np.concatenate([second[3] * first[2], second[2]])
    return a, b, c, second[3] * first[3]


def _stage(b: tuple[float, float, float], a: tuple[float, float]) -> tuple[Floats, Floats, Floats, float]:
    """The transposed direct form II."""
    matrix = np.array([[-a[0], 1.0], [-a[1], 0.0]])
    return matrix, np.array([b[1] - a[0] * b[0], b[2] - a[1] * b[0]]), np.array([1.0, 0.0]), b[0]


def _step_matrices() -> tuple[Floats, Floats, Floats]:
    """What a step's samples make of themselves and drive into the state, and what the state before adds to them."""
    a, b, c, d = _state_space()
    powers = [np.eye(_STATES)]
    for _ in range(STEP_FRAMES):
        powers.append(a @ powers[-1])
    response = [d, *(float(c @ power @ b) for power in powers[: STEP_FRAMES - 1])]
    through = np.array([[response[y - x] if y >= x else 0.0 for y in range(STEP_FRAMES)] for x in range(STEP_FRAMES)])
    into = np.array([powers[STEP_FRAMES - 1 - x] @ b for x in range(STEP_FRAMES)])
    out_of = np.array([c @ powers[y] for y in range(STEP_FRAMES)]).T
    return through, into, out_of


def _between_steps() -> Floats:
    """From the first state, and what each step drives into it, all states: before each step and after the last."""
    step = np.linalg.matrix_power(_state_space()[0], STEP_FRAMES)
    size = _STATES * (STEPS + 1)
    matrix = np.zeros((size, size))
    power = np.eye(_STATES)
    for distance in range(STEPS + 1):
        for source in range(STEPS + 1 - distance):
            rows, columns = source * _STATES, (source + distance) * _STATES
            matrix[rows : rows + _STATES, columns : columns + _STATES] = power.T
        power = step @ power
    return matrix


def _interpolation() -> Samples:
    """From a span's samples, each of its samples and the three after it."""
    places = np.arange(_TAPS * _PHASES) - _TAPS * _PHASES / 2
    kernel = np.sinc(places / _PHASES) * np.cos(np.pi * places / (_TAPS * _PHASES)) ** 2
    phases = kernel.reshape(_TAPS, _PHASES)[::-1]
    phases = phases / phases.sum(axis=0)
    matrix = np.zeros((_HOP_FRAMES + _TAPS - 1, _HOP_FRAMES, _PHASES), np.float32)
    for hop in range(_HOP_FRAMES):
        matrix[hop : hop + _TAPS, hop] = phases
    return matrix.reshape(len(matrix), -1)


_THROUGH, _INTO_STATE, _OUT_OF_STATE = (matrix.astype(np.float32) for matrix in _step_matrices())
_STATE_TO_STATES: Final = _between_steps()

_BETWEEN: Final = _interpolation()
