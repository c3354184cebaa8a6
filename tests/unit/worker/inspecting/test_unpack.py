"""Archives unpack to plain files in one folder, or are refused."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from worker.inspecting import unpack as unpacking
from worker.inspecting.unpack import unpack
from worker.networks.bundle import BundleError


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path / "sent.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path / "sent.zip"


def tarred(path: Path, files: dict[str, bytes], links: dict[str, str] | None = None) -> Path:
    with tarfile.open(path / "sent.tar.gz", "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        for name, target in (links or {}).items():
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.SYMTYPE, target
            archive.addfile(link)
    return path / "sent.tar.gz"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "out" / "in").mkdir(parents=True)
    return tmp_path / "out" / "in"


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_files_lie_in_one_folder_by_their_last_name(tmp_path, folder, packed):
    unpack(packed(tmp_path, {"run/train/m.index": b"i", "../../m.meta": b"m", "/etc/m.data": b"d"}), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "m.index": b"i",
        "m.meta": b"m",
        "m.data": b"d",
    }
    assert list(folder.parent.iterdir()) == [folder]


def test_links_and_what_lies_beside_a_checkpoint_are_left_out(tmp_path, folder):
    files = {"m.index": b"i", "__MACOSX/m.index": b"x", ".DS_Store": b"x", "events.out.tfevents.1": b"x"}
    unpack(tarred(tmp_path, files, {"secret": "/etc/passwd"}), folder)
    assert [path.name for path in folder.iterdir()] == ["m.index"]


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, folder, packed, monkeypatch):
    monkeypatch.setattr(unpacking, "MAX_UNPACKED_BYTES", 5 << 20)
    with pytest.raises(BundleError, match="unpacks to more than 5 MiB"):
        unpack(packed(tmp_path, {"m.data": bytes(50 << 20)}), folder)
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 5 << 20


def test_many_files_and_two_of_one_name_are_refused(tmp_path, folder):
    with pytest.raises(BundleError, match=r"two files named m\.index"):
        unpack(zipped(tmp_path, {"a/m.index": b"", "b/m.index": b""}), folder)
    with pytest.raises(BundleError, match="more than 200 files"):
        unpack(tarred(tmp_path, {f"{place}": b"" for place in range(201)}), folder)


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_a_damaged_archive_is_refused(tmp_path, folder, packed):
    archive = packed(tmp_path, {"m.index": bytes(range(256)) * 500})
    whole = archive.read_bytes()
    for damaged in (whole[:-30], whole[:60], b"no archive", b"", whole[:100] + b"\xff" * 40 + whole[140:]):
        archive.write_bytes(damaged)
        for left in folder.iterdir():
            left.unlink()
        with pytest.raises(BundleError):
            unpack(archive, folder)
