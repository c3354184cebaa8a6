"""Run by Magenta's own Python: what Magenta gives for our bundles, on the inputs that lie beside them.

Usage: probabilities.py FOLDER, with CONFIG.mag and CONFIG.in.npz (`inputs`) for each; writes CONFIG.out.npz.
"""

from __future__ import annotations

import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

TEMPERATURES = (1.0, 0.7)
FAMILIES = {
    "melody_rnn": ("melody_rnn_sequence_generator", "melody_rnn_model"),
    "drums_rnn": ("drums_rnn_sequence_generator", "drums_rnn_model"),
    "performance_rnn": ("performance_sequence_generator", "performance_model"),
    "polyphony_rnn": ("polyphony_sequence_generator", "polyphony_model"),
    "improv_rnn": ("improv_rnn_sequence_generator", "improv_rnn_model"),
}


def generators_and_config(config_id: str):
    """Magenta's makers of generators, and its config of that id."""
    for package, (generators, models) in FAMILIES.items():
        configs = import_module(f"magenta.models.{package}.{models}").default_configs
        if config_id in configs:
            return import_module(f"magenta.models.{package}.{generators}").get_generator_map(), configs[config_id]
    raise SystemExit(f"Magenta has no config {config_id}")


def generator_of(path: Path):
    """The bundle in Magenta's generator; with several heads its checkpoint, for Magenta's bundles hold but one."""
    bundle = import_module("magenta.models.shared.sequence_generator_bundle").read_bundle_file(str(path))
    makers, config = generators_and_config(bundle.generator_details.id)
    if isinstance(config.encoder_decoder.num_classes, int):
        return makers[bundle.generator_details.id](bundle=bundle)
    checkpoint = Path(tempfile.mkdtemp()) / "model.ckpt"
    checkpoint.write_bytes(bundle.checkpoint_file[0])
    config.hparams.batch_size = 1
    config.hparams.rnn_layer_sizes = layer_sizes(checkpoint)
    return makers[bundle.generator_details.id](checkpoint=str(checkpoint))


def layer_sizes(checkpoint: Path) -> list[int]:
    shapes = import_module("tensorflow").train.load_checkpoint(str(checkpoint)).get_variable_to_shape_map()
    return [shapes[name][0] // 4 for name in sorted(shapes) if name.endswith("basic_lstm_cell/bias")]


def probabilities(generator, inputs: np.ndarray) -> dict[str, np.ndarray]:
    generator.initialize()
    session = generator._model._session
    softmax = session.graph.get_collection("softmax")[0]
    feeds: dict[Any, Any] = {session.graph.get_collection("inputs")[0]: inputs[None]}
    found = {}
    for temperature in TEMPERATURES:
        feeds[session.graph.get_collection("temperature")[0]] = temperature
        given = session.run(softmax, feeds)
        for head, values in enumerate(given if isinstance(given, list) else [given]):
            found[f"t{temperature}_h{head}"] = values[0]
    generator.close()
    return found


if __name__ == "__main__":
    import_module("tensorflow.compat.v1").disable_v2_behavior()
    for path in sorted(Path(sys.argv[1]).glob("*.mag")):
        with np.load(path.with_suffix(".in.npz")) as vectors:
            found: dict[str, Any] = probabilities(generator_of(path), vectors["inputs"])
        np.savez(path.with_suffix(".out.npz"), **found)
