"""AdamW with a clipped gradient (Loshchilov and Hutter, 2019), as a function of tensors so that XLA compiles it in."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import tensorflow as tf

Tensor = Any
Tensors = dict[str, Tensor]

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


def adam(
    tensors: Tensors,
    gradients: Tensors,
    moments: Moments,
    update: Tensor,
    rate: Tensor,
    *,
    clip_norm: float,
    weight_decay: float,
) -> tuple[Tensors, Moments]:
    """Tensors and moments after one update; `update` counts from 1."""
    clipped, _ = tf.clip_by_global_norm(list(gradients.values()), clip_norm)
    changed, first, second = {}, {}, {}
    for (name, tensor), gradient in zip(tensors.items(), clipped, strict=True):
        first[name] = BETA1 * moments.first[name] + (1 - BETA1) * gradient
        second[name] = BETA2 * moments.second[name] + (1 - BETA2) * gradient**2
        mean = first[name] / (1 - BETA1**update)
        spread = tf.sqrt(second[name] / (1 - BETA2**update))
        step = mean / (spread + EPSILON) + weight_decay * tensor
        changed[name] = tensor - rate * step
    return changed, Moments(first, second)


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
