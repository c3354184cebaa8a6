"""The graph alone: rows that never end, no voices, no engine."""

from __future__ import annotations

import time

import numpy as np
import tensorflow as tf

from worker.engine.rules import Rules
from worker.engine.runner import SAMPLE, Call, Joining
from worker.networks.runner import STEPS, NetworkRunner

Seconds = float


class BareRows:
    """So many rows of a runner, stepped as fast as they go."""

    def __init__(self, runner: NetworkRunner, rows: int) -> None:
        self._runner = runner
        self._rows = rows
        size = runner.control_size
        controls = [(np.zeros(runner.segments), np.full((runner.segments, size), 1 / max(size, 1)))] * rows
        forced = np.full((rows, STEPS, runner.event_size), SAMPLE, np.int32)
        noise = np.random.default_rng(rows).random((rows, STEPS, runner.draws), dtype=np.float32)
        self._call = Call(forced, noise, controls if size else [])

    def begin(self) -> None:
        """Takes the runner for itself."""
        first = Joining((0,) * self._runner.event_size, Rules())
        self._runner.arrange([first] * self._rows, [Rules()] * self._rows)
        self._runner.step(self._call)

    def events_per_second(self, seconds: Seconds) -> float:
        """Over `seconds`, of the fastest fifth of the calls: what others do on the machine is not counted."""
        times = []
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            start = time.perf_counter()
            self._runner.step(self._call)
            times.append(time.perf_counter() - start)
        return self._rows * STEPS / float(np.quantile(times, 0.2))


def matrix_product_flops(rows: int, inputs: int, columns: int, seconds: Seconds) -> float:
    """Floating-point operations a second of TensorFlow's own 32-bit product at that shape, of its fastest fifth."""
    rng = np.random.default_rng(0)
    kernel = tf.constant(rng.standard_normal((inputs, columns)).astype(np.float32))
    times_each = 20

    @tf.function(autograph=False)  # type: ignore[untyped-decorator]
    def products(values: tf.Tensor) -> tf.Tensor:
        return tf.while_loop(
            lambda i, *_: i < times_each, lambda i, x: (i + 1, tf.matmul(x, kernel)[:, :inputs] * 0.01), (0, values)
        )[1]

    values = tf.constant(rng.standard_normal((rows, inputs)).astype(np.float32))
    products(values)
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        products(values).numpy()
        times.append(time.perf_counter() - start)
    return 2 * rows * inputs * columns * times_each / float(np.quantile(times, 0.2))
