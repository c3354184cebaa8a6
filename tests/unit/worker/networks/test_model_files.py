"""A network is the same from whatever file Magenta left it in."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.unit.worker.networks.checkpoints import write_javascript, write_tensorflow
from worker.networks.bundle import BundleError, read_bundle
from worker.networks.comparison import softmax
from worker.networks.model_files import read_model
from worker.networks.reading.checkpoint import read_v1
from worker.networks.reading.names import canonical_name
from worker.networks.unrolled import last_layer
from worker.networks.weights import NetworkWeights

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def tensors() -> dict[str, np.ndarray]:
    return read_bundle(DATA / "attention_rnn.mag").weights.to_tensors()


def assert_same(found: NetworkWeights, tensors: dict[str, np.ndarray], tolerance: float = 0.0) -> None:
    named = found.to_tensors()
    assert set(named) == set(tensors)
    for name, value in tensors.items():
        assert np.abs(named[name] - value).max() <= tolerance


@pytest.mark.parametrize("version", [1, 2])
def test_a_checkpoint_is_read_from_its_prefix_and_from_its_folder(tensors, tmp_path, version):
    older = {name: value * 0 for name, value in tensors.items()}
    write_tensorflow(tmp_path / "run", older, step=9, version=version)
    prefix = write_tensorflow(tmp_path / "run", tensors, step=10, version=version)
    assert_same(read_model(prefix, "attention_rnn").weights, tensors)
    assert_same(read_model(tmp_path / "run", "attention_rnn").weights, tensors)
    (tmp_path / "run" / "checkpoint").unlink()
    assert_same(read_model(tmp_path / "run", "attention_rnn").weights, tensors)


@pytest.mark.parametrize("quantized", [False, True])
def test_a_magenta_js_checkpoint_is_read(tensors, tmp_path, quantized):
    folder = write_javascript(tmp_path / "js", tensors, quantized=quantized)
    widest = max(float(np.ptp(value)) for value in tensors.values())
    bundle = read_model(folder / "weights_manifest.json")
    assert bundle.config == "attention_rnn"
    assert_same(bundle.weights, tensors, widest / 255 if quantized else 0.0)


def test_a_magenta_js_checkpoint_says_how_far_attention_looks_back(tensors, tmp_path):
    folder = write_javascript(tmp_path / "js", tensors)
    (folder / "config.json").write_text(json.dumps({"type": "MusicRNN", "attentionLength": 12}))
    assert read_model(folder).attn_length == 12


def test_a_manifest_reaches_no_file_outside_its_folder(tensors, tmp_path):
    folder = write_javascript(tmp_path / "js", tensors)
    (tmp_path / "secret").write_bytes(b"0" * 100)
    manifest = json.loads((folder / "weights_manifest.json").read_text())
    manifest[0]["paths"][0] = "../secret"
    (folder / "weights_manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BundleError, match="not beside it"):
        read_model(folder)


def test_attention_around_the_whole_stack_gives_what_magenta_gave():
    checkpoint = memoryview((DATA / "attention_over_stack.ckpt").read_bytes())
    named = {str(canonical_name(name)): value for name, value in read_v1(checkpoint, canonical_name).items()}
    weights = NetworkWeights.from_tensors(named)
    assert weights.attends_over_stack
    with np.load(DATA / "attention_over_stack.npz") as vectors:
        found = softmax(last_layer(weights, vectors["inputs"], attn_length=5), 1.0)
        assert np.abs(found - vectors["softmax"]).max() < 1e-5


CELL = "rnn/multi_rnn_cell/cell_1/basic_lstm_cell"
WRAPPER = "rnn/multi_rnn_cell/cell_0/attention_cell_wrapper"


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("RNN/MultiRNNCell/Cell1/BasicLSTMCell/Linear/Matrix", f"{CELL}/kernel"),
        ("RNN/MultiRNNCell/Cell1/BasicLSTMCell/Linear/Bias", f"{CELL}/bias"),
        ("rnn/multi_rnn_cell/cell_1/basic_lstm_cell/weights", f"{CELL}/kernel"),
        ("rnn/multi_rnn_cell/cell_1/basic_lstm_cell/biases:0", f"{CELL}/bias"),
        ("decoder/multi_rnn_cell/cell_1/basic_lstm_cell/kernel", f"{CELL}/kernel"),
        ("RNN/AttentionCellWrapper/Attention/AttnW", "rnn/attention_cell_wrapper/attention/attn_w"),
        (
            "RNN/AttentionCellWrapper/MultiRNNCell/Cell1/BasicLSTMCell/Linear/Matrix",
            "rnn/attention_cell_wrapper/multi_rnn_cell/cell_1/basic_lstm_cell/kernel",
        ),
        ("RNN/AttentionCellWrapper/Linear/Matrix", "rnn/attention_cell_wrapper/kernel"),
        (f"{WRAPPER}/attn_output_projection/weights", f"{WRAPPER}/attn_output_projection/kernel"),
        (f"{WRAPPER}/basic_lstm_cell/kernel", f"{WRAPPER}/basic_lstm_cell/kernel"),
        ("fully_connected/weights", "fully_connected/weights"),
        ("decoder/dense/bias", "fully_connected/biases"),
        ("nade/w_dec_t", "nade/w_dec_t"),
        ("fully_connected/weights/Adam", None),
        ("OptimizeLoss/rnn/multi_rnn_cell/cell_1/basic_lstm_cell/kernel/Adam_1", None),
        ("global_step", None),
        ("beta1_power", None),
    ],
)
def test_a_tensor_has_one_name_whatever_its_era(name, canonical):
    assert canonical_name(name) == canonical


@pytest.mark.parametrize(
    ("shape", "words"),
    [((48, 95), "layer 1"), ((48, 96, 1), "layer 1"), ((4,), "layer 1"), ((0, 96), "layer 1"), ((49, 96), "layer 1")],
)
def test_tensors_that_do_not_fit_each_other_are_refused_by_name(tensors, tmp_path, shape, words):
    misfit = {**tensors, f"{CELL}/kernel": np.zeros(shape, np.float32)}
    with pytest.raises(BundleError, match=words):
        read_model(write_tensorflow(tmp_path, misfit), "attention_rnn")


def test_tensors_that_do_not_fit_the_config_are_refused(tensors, tmp_path):
    with pytest.raises(BundleError, match="do not fit mono_rnn: they take 74 numbers an event, the config gives 130"):
        read_model(write_tensorflow(tmp_path, tensors), "mono_rnn")


def test_numbers_that_are_not_finite_are_refused(tensors, tmp_path):
    broken = {**tensors, f"{CELL}/kernel": np.full((48, 96), np.nan, np.float32)}
    with pytest.raises(BundleError, match="not finite"):
        read_model(write_tensorflow(tmp_path, broken), "attention_rnn")


def test_a_damaged_data_file_or_folder_without_checkpoint_is_refused(tensors, tmp_path):
    with pytest.raises(BundleError, match="holds no checkpoint"):
        read_model(tmp_path)
    prefix = write_tensorflow(tmp_path, tensors)
    data = prefix.with_name(f"{prefix.name}.data-00000-of-00001")
    data.write_bytes(data.read_bytes()[:100])
    with pytest.raises(BundleError, match="not as many numbers"):
        read_model(prefix, "attention_rnn")
