"""Files that are no bundles get one clear error."""

from __future__ import annotations

from pathlib import Path

import pytest
from note_seq.protobuf.generator_pb2 import GeneratorBundle

from worker.networks.bundle import MAX_BUNDLE_BYTES, BundleError, read_bundle

BUNDLE = Path(__file__).parents[3] / "data" / "performance_with_dynamics.mag"


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04zip", b"<?xml version='1.0'?><Error/>", bytes(range(256)) * 40, b"\0" * 100_000]
)
def test_a_foreign_file_is_refused(tmp_path, content):
    with pytest.raises(BundleError, match="not a Magenta bundle"):
        read_bundle(written(tmp_path / "x.mag", content))


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_bundle_is_refused(tmp_path, share):
    content = BUNDLE.read_bytes()
    with pytest.raises(BundleError):
        read_bundle(written(tmp_path / "x.mag", content[: int(len(content) * share)]))


def test_a_bundle_whose_checkpoint_is_noise_is_refused(tmp_path):
    message = GeneratorBundle()
    message.ParseFromString(BUNDLE.read_bytes())
    message.checkpoint_file[0] = b"noise" * 1000
    with pytest.raises(BundleError, match="checkpoint cannot be read"):
        read_bundle(written(tmp_path / "x.mag", message.SerializeToString()))


def test_a_file_over_the_limit_is_not_even_read(tmp_path):
    huge = tmp_path / "huge.mag"
    with huge.open("wb") as file:
        file.truncate(MAX_BUNDLE_BYTES + 1)
    with pytest.raises(BundleError, match="200 MiB"):
        read_bundle(huge)
