"""From a network's outputs to the next event, for all rows at once, within the graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from worker.networks.cells import sigmoid
from worker.networks.weights import NadeWeights

Tensor = Any
# As `worker.engine.rules.stacked` makes them, [B, ...] each.
RuleTensors = dict[str, Tensor]


class Drawn(NamedTuple):
    """What was chosen.

    Attributes:
        classes: [B, heads].
        log_likelihood: [B], nats.
        sound: [B], whether the numbers were finite.
    """

    classes: Tensor
    log_likelihood: Tensor
    sound: Tensor


def draw(
    logits: Tensor,
    rules: RuleTensors,
    noise: Tensor,
    heads: tuple[int, ...],
    alike: Sequence[Tensor] = (),
    *,
    filtered: bool,
) -> Drawn:
    """One class of each head from `logits` [B, sum of heads], by `noise` [B, heads] of [0, 1).

    Each of `alike` [B or 1, sum of heads] are classes that say the same of different pitches: where some of them are
    not allowed, the others are drawn as often as all were. Else fewer notes would begin the fewer pitches may, and
    fewer would end the more often a network means one that does not sound.

    With `filtered`, top-k and top-p are looked at; rows that do not ask for them draw the same without.
    """
    logits = logits / rules["temperature"][:, None]
    gains = [_gain(logits, classes, rules["allowed"]) for classes in alike]
    scaled = tf.where(rules["allowed"], tf.add_n([logits, *gains]), -np.inf)
    parts = [
        _drawn(_likeliest(part, rules) if filtered else part, noise[:, head])
        for head, part in enumerate(tf.split(scaled, heads, 1))
    ]
    return Drawn(
        tf.stack([part.classes for part in parts], 1),
        tf.add_n([part.log_likelihood for part in parts]),
        tf.reduce_all(tf.stack([part.sound for part in parts]), 0),
    )


def _gain(logits: Tensor, alike: Tensor, allowed: Tensor) -> Tensor:
    """[B, classes]: what those of `alike` get that are allowed, for those that are not; nothing where none is."""
    wished, left = (tf.reduce_logsumexp(tf.where(some, logits, -np.inf), 1) for some in (alike, alike & allowed))
    gain = wished - left
    return tf.where(alike & tf.math.is_finite(gain)[:, None], gain[:, None], 0.0)


def _drawn(logits: Tensor, noise: Tensor) -> Drawn:
    """Classes [B], by where `noise` [B] falls in the cumulated distribution."""
    powers = tf.exp(logits - tf.reduce_max(logits, 1, keepdims=True))
    cumulated = tf.cumsum(powers, 1)
    total = cumulated[:, -1]
    below = cumulated <= (noise * total)[:, None]
    # Where rounding leaves nothing above the noise, the last classes may be forbidden ones: the likeliest is not.
    chosen = tf.where(below[:, -1], tf.argmax(logits, 1, tf.int32), tf.reduce_sum(tf.cast(below, tf.int32), 1))
    likelihood = tf.math.log(tf.gather(powers, chosen, batch_dims=1) / total)
    return Drawn(chosen, likelihood, tf.math.is_finite(total))


def _likeliest(logits: Tensor, rules: RuleTensors) -> Tensor:
    """The others of `logits` [B, classes] become impossible: top-k, then top-p (Holtzman et al., 2020)."""
    ordered = tf.sort(logits, 1, "DESCENDING")
    places = tf.minimum(rules["top_k"], logits.shape[1]) - 1
    kept = tf.where(ordered >= tf.gather(ordered, places, batch_dims=1)[:, None], ordered, -np.inf)
    before = tf.cumsum(tf.nn.softmax(kept), 1, exclusive=True)
    is_needed = (before < rules["top_p"][:, None]) & tf.math.is_finite(kept)
    least = tf.reduce_min(tf.where(is_needed, ordered, np.inf), 1, keepdims=True)
    return tf.where(logits >= least, logits, -np.inf)


def draw_keys(nade: NadeWeights, outputs: Tensor, rules: RuleTensors, noise: Tensor) -> Drawn:
    """Keys [B, keys] of 0 and 1, each decided after those below it (Uria et al., 2016), by `noise` [B, keys]."""
    keys, units = int(nade.encoder.shape[0]), int(nade.encoder.shape[-1])
    hidden, bias = outputs[:, :units], outputs[:, units:]
    encoder, decoder = tf.reshape(nade.encoder, (keys, units)), tf.reshape(nade.decoder, (keys, units))
    rows = outputs.shape[0]
    array = tf.TensorArray(tf.int32, keys, element_shape=(rows,))

    def body(key: Tensor, hidden: Tensor, likelihood: Tensor, chosen: Any) -> tuple[Any, ...]:
        logits = (bias[:, key] + tf.reduce_sum(sigmoid(hidden) * decoder[key], 1)) / rules["temperature"]
        probability = tf.where(rules["allowed"][:, key], sigmoid(logits), 0.0)
        sounds = noise[:, key] < probability
        likelihood += tf.math.log(tf.where(sounds, probability, 1 - probability))
        hidden += tf.cast(sounds, tf.float32)[:, None] * encoder[key]
        return key + 1, hidden, likelihood, chosen.write(key, tf.cast(sounds, tf.int32))

    _, hidden, likelihood, chosen = tf.while_loop(
        lambda key, *_: key < keys, body, (0, hidden, tf.zeros(rows), array), maximum_iterations=keys
    )
    return Drawn(tf.transpose(chosen.stack()), likelihood, tf.reduce_all(tf.math.is_finite(hidden), 1))
