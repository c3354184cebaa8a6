"""AdamW with a clipped gradient (Loshchilov and Hutter, 2019), or Muon beside it; compiled but for Muon's products."""

from __future__ import annotations

import math
from typing import Any, Literal, NamedTuple

import tensorflow as tf

from worker.training import muon

Tensor = Any
Tensors = dict[str, Tensor]
Optimizer = Literal["adam", "muon"]

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8
WARMUP_UPDATES = 100
FLOOR = 0.03
AVERAGED = 8


class Moments(NamedTuple):
    """Running means of the gradient and of its square, by tensor name."""

    first: Tensors
    second: Tensors


def zero_moments(tensors: Tensors) -> Moments:
    return Moments(*({name: tf.zeros_like(tensor) for name, tensor in tensors.items()} for _ in range(2)))


def stepped(
    optimizer: Optimizer,
    tensors: Tensors,
    gradients: Tensors,
    moments: Moments,
    update: Tensor,
    rate: Tensor,
    *,
    clip_norm: float,
    weight_decay: float,
) -> tuple[Tensors, Moments]:
    """Tensors and moments after one update; `update` counts from 1. Muon is for layers' kernels, Adam for the rest."""
    steps, moments = _steps(optimizer, gradients, moments, update, clip_norm)
    if optimizer == "muon":
        steps = {name: _in_all_directions(step) if muon.is_recurrent(name) else step for name, step in steps.items()}
    return _moved(tensors, steps, rate, weight_decay), moments


@tf.function(jit_compile=True, autograph=False)  # type: ignore[untyped-decorator]
def _steps(
    optimizer: Optimizer, gradients: Tensors, moments: Moments, update: Tensor, clip_norm: float
) -> tuple[Tensors, Moments]:
    clipped, _ = tf.clip_by_global_norm(list(gradients.values()), clip_norm)
    steps, first, second = {}, {}, {}
    for name, gradient in zip(gradients, clipped, strict=True):
        learn = _muon if optimizer == "muon" and muon.is_recurrent(name) else _adam
        steps[name], first[name], second[name] = learn(gradient, moments.first[name], moments.second[name], update)
    return steps, Moments(first, second)


def _in_all_directions(step: Tensor) -> Tensor:
    rows = muon.rows_of_events(step)
    return tf.concat((step[:rows], muon.direction(step[rows:])), 0)


@tf.function(jit_compile=True, autograph=False)  # type: ignore[untyped-decorator]
def _moved(tensors: Tensors, steps: Tensors, rate: Tensor, weight_decay: float) -> Tensors:
    return {name: tensor - rate * (steps[name] + weight_decay * tensor) for name, tensor in tensors.items()}


def _adam(gradient: Tensor, first: Tensor, second: Tensor, update: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    first = BETA1 * first + (1 - BETA1) * gradient
    second = BETA2 * second + (1 - BETA2) * gradient**2
    spread = tf.sqrt(second / (1 - BETA2**update))
    return first / (1 - BETA1**update) / (spread + EPSILON), first, second


def _muon(gradient: Tensor, first: Tensor, second: Tensor, update: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    rows = muon.rows_of_events(gradient)
    looked_up = _adam(gradient[:rows], first[:rows], second[:rows], update)
    momentum = muon.MOMENTUM * first[rows:] + (1 - muon.MOMENTUM) * gradient[rows:]
    # Nesterov's: as if the same gradient came once more.
    ahead = muon.MOMENTUM * momentum + (1 - muon.MOMENTUM) * gradient[rows:]
    multiplied = (ahead, momentum, second[rows:])
    step, first, second = (tf.concat(pair, 0) for pair in zip(looked_up, multiplied, strict=True))
    return step, first, second


def averaged(average: Tensors, tensors: Tensors, update: Tensor) -> Tensors:
    """The average after one update more: in it the last ninth of all updates weighs most, however many there are.

    Polynomial-decay averaging (Shamir and Zhang, 2013): what the steps' noise adds is taken out again, without a
    horizon to choose.
    """
    share = (AVERAGED + 1) / (update + AVERAGED)
    return {name: average[name] + share * (tensor - average[name]) for name, tensor in tensors.items()}


def learning_rate(progress: float, update: int, peak: float) -> float:
    """The rate at `progress` 0-1 of a run: a linear rise at first, half a cosine down to 3 % of `peak`."""
    along = FLOOR + (1 - FLOOR) * 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))
    return peak * along * min(1.0, update / WARMUP_UPDATES)
