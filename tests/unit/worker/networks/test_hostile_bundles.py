"""Bytes that mean harm cost little and end in one error."""

from __future__ import annotations

import os
import time
import tracemalloc
from pathlib import Path

import pytest
from note_seq.protobuf.generator_pb2 import GeneratorBundle

from tests.fuzz.bundles import mutations, outcome
from worker.networks.bundle import MAX_BUNDLE_BYTES, BundleError, read_bundle

DATA = Path(__file__).parents[3] / "data"
MEBIBYTE = 1024 * 1024


def test_a_damaged_bundle_is_refused_or_read_and_nothing_else(tmp_path):
    path, outcomes = tmp_path / "x.mag", set()
    for index, content in enumerate(mutations(300, seed=2)):
        path.write_bytes(content)
        outcomes.add(outcome(path, check=index % 2 == 0))
    assert outcomes == {"refused", "read"}


@pytest.mark.parametrize("piece", [b"\0", b"\x1a\x00", b"\x12\x00", b"\x0a\x00", b"\x0a\x02\x0a\x00", os.urandom(997)])
def test_many_bytes_of_nothing_cost_no_more_than_themselves(tmp_path, piece):
    path = tmp_path / "x.mag"
    path.write_bytes(piece * (20 * MEBIBYTE // len(piece)))
    tracemalloc.start()
    started = time.perf_counter()
    with pytest.raises(BundleError):
        read_bundle(path)
    seconds, (_, peak_bytes) = time.perf_counter() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 10
    assert peak_bytes < 64 * MEBIBYTE


def test_three_hundred_mebibytes_of_zeros_are_not_even_read(tmp_path):
    path = tmp_path / "x.mag"
    with path.open("wb") as file:
        file.truncate(300 * MEBIBYTE)
    tracemalloc.start()
    with pytest.raises(BundleError, match=f"{MAX_BUNDLE_BYTES // MEBIBYTE} MiB"):
        read_bundle(path)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < MEBIBYTE


@pytest.mark.parametrize(
    ("config", "words"),
    [("mono_rnn", "do not fit mono_rnn"), ("rnn-nade", "do not fit rnn-nade"), ("waltz", "no config 'waltz'")],
)
def test_a_bundle_whose_tensors_are_not_its_configs_is_refused(tmp_path, config, words):
    message = GeneratorBundle()
    message.ParseFromString((DATA / "basic_rnn.mag").read_bytes())
    message.generator_details.id = config
    path = tmp_path / "x.mag"
    path.write_bytes(message.SerializeToString())
    with pytest.raises(BundleError, match=words):
        read_bundle(path)


def test_a_single_flipped_bit_in_a_weight_is_noticed(tmp_path):
    content = bytearray((DATA / "basic_rnn.mag").read_bytes())
    content[20_000] ^= 1
    path = tmp_path / "x.mag"
    path.write_bytes(content)
    with pytest.raises(BundleError, match="checksum"):
        read_bundle(path)
