"""From an uploaded file to what there is to say of it: its tensors are read, nothing in it is run."""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from models_store.models import ModelUnavailable
from models_store.uploads import BUNDLE_SUFFIX, SAMPLE_MIDI, SAMPLE_MP3
from worker.composing.composer import UnplayableRequest
from worker.contract.inspection import Inspection, Report, UploadStatus
from worker.contract.results import MP3_NAME
from worker.engine.engine import CallFailed
from worker.engine.sequence import SequenceTimedOut
from worker.inspecting.held_out import NotMeasured, likelihood_on
from worker.inspecting.sample import sample
from worker.inspecting.unpack import unpack
from worker.networks.bundle import Bundle, BundleError, write_bundle
from worker.networks.library import Library
from worker.networks.model_files import read_model
from worker.rendering.render import RenderError, render
from worker.rendering.soundfont import SoundFont

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.settings import Settings

logger = logging.getLogger(__name__)


def inspect(upload_id: str, config_id: str, held_out: str, settings: Settings) -> Report:
    """Inspects what was sent under `upload_id`, and leaves a bundle and a sample beside it.

    Args:
        upload_id: Names the folder.
        config_id: Magenta's, where the file does not say it; empty where it does.
        held_out: The name of a set of held-out music; empty for none.
        settings: Where all of that lies.
    """
    try:
        with _model_path(settings.uploads.sent(upload_id)) as path:
            bundle = _read(path, config_id)
            target = settings.uploads.bundle(upload_id)
            _normalise(bundle, path, target)
        return Report(UploadStatus.INSPECTED, found=_found(bundle, target, held_out, settings))
    except (BundleError, ModelUnavailable, UnplayableRequest) as error:
        return _rejected(f"{error}")
    except SequenceTimedOut:
        return _rejected("the network is too slow: ten seconds of music were not composed within two minutes")
    except CallFailed:
        logger.exception("a call of the network failed")
        return _rejected("the network can be read, and fails when it plays")


def _rejected(reason: str) -> Report:
    return Report(UploadStatus.REJECTED, reason)


@contextmanager
def _model_path(sent: Path) -> Iterator[Path]:
    """The bundle itself, or the folder that an archive was unpacked into, or the one bundle in it."""
    if not sent.is_file():
        raise BundleError("the file is not there any more; upload it again")
    if sent.suffix == BUNDLE_SUFFIX:
        yield sent
        return
    with tempfile.TemporaryDirectory(dir=sent.parent) as name:
        folder = Path(name)
        unpack(sent, folder)
        bundles = list(folder.glob(f"*{BUNDLE_SUFFIX}"))
        yield bundles[0] if len(bundles) == 1 else folder


def _read(path: Path, config_id: str) -> Bundle:
    try:
        return read_model(path, config_id)
    except BundleError as error:
        # Who uploaded it knows nothing of our folders.
        raise BundleError(str(error).replace(str(path), "the archive")) from error
    except OSError as error:
        raise BundleError(f"a file of the checkpoint cannot be read: {error.strerror}") from error


def _normalise(bundle: Bundle, path: Path, target: Path) -> None:
    """As Cadenza writes bundles, whatever it came as; those that it only reads stay as they are."""
    try:
        write_bundle(target, bundle)
    except BundleError:
        if path.suffix != BUNDLE_SUFFIX:
            raise
        shutil.copyfile(path, target)


def _found(bundle: Bundle, target: Path, held_out: str, settings: Settings) -> Inspection:
    remarks: list[str] = []
    piece, events_per_second = sample(target, bundle.config, Library(settings.models, warm=False))
    midi = piece.to_midi()
    (target.parent / SAMPLE_MIDI).write_bytes(midi)
    notes = sum(len(part.notes) for part in piece.parts)
    if not notes:
        remarks.append("The sample holds no note.")
    try:
        (target.parent / SAMPLE_MP3).write_bytes(render(midi, SoundFont(settings.soundfont_path), MP3_NAME))
    except RenderError as error:
        remarks.append(f"The sample cannot be heard here: {error}.")
    with target.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Inspection(
        config=bundle.config,
        description=bundle.description,
        layers=tuple(layer.hidden_size for layer in bundle.weights.layers),
        attention_length=bundle.attn_length,
        parameters=sum(int(np.size(value)) for value in bundle.weights.to_tensors().values()),
        bytes=target.stat().st_size,
        sha256=sha256,
        sample_notes=notes,
        events_per_second=events_per_second,
        **_measured(bundle, held_out, settings, remarks),
        remarks=tuple(remarks),
    )


def _measured(bundle: Bundle, name: str, settings: Settings, remarks: list[str]) -> dict[str, Any]:
    if not name or settings.held_out is None:
        return {}
    try:
        found = likelihood_on(settings.held_out / Path(name).name, bundle)
    except NotMeasured as error:
        remarks.append(f"{error}")
        return {}
    return {"held_out": name, "held_out_events": found.events, "nats_per_event": round(found.nats_per_event, 4)}
