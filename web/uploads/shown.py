"""An upload in words, for somebody who is no programmer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html_join

from worker.contract.inspection import UploadStatus

if TYPE_CHECKING:
    from web.uploads.models import Upload
    from worker.contract.inspection import Inspection

_WAITS = {
    UploadStatus.UPLOADED: "It waits for a worker to look at it.",
    UploadStatus.INSPECTING: "A worker looks at it; that takes about a minute.",
}


class Shown:
    """Fields of an admin page; those of `found_fields` are of uploads that were inspected."""

    found_fields = (
        "kind",
        "description",
        "layers",
        "attention",
        "parameters",
        "bundle",
        "speed",
        "foretells",
        "remarks",
    )

    @admin.display(description="state")
    def state(self, upload: Upload) -> str:
        if upload.version is not None:
            return f"It is {upload.version}."
        if upload.status == UploadStatus.REJECTED:
            return f"Rejected: {upload.reason}. Nothing of it was kept."
        if upload.status == UploadStatus.INSPECTED:
            return "Inspected: see and hear it below, then activate or delete it."
        return _WAITS[UploadStatus(upload.status)]

    @admin.display(description="size")
    def size(self, upload: Upload) -> str:
        return filesizeformat(upload.bytes)

    @admin.display(description="kind of network")
    def kind(self, upload: Upload) -> str:
        return _found(upload).config

    @admin.display(description="says of itself")
    def description(self, upload: Upload) -> str:
        return _found(upload).description or "nothing"

    @admin.display(description="layers")
    def layers(self, upload: Upload) -> str:
        layers = _found(upload).layers
        return f"{len(layers)}, of {', '.join(map(str, layers))} units"

    @admin.display(description="attention")
    def attention(self, upload: Upload) -> str:
        length = _found(upload).attention_length
        return f"looks back {length} events" if length else "none"

    @admin.display(description="parameters")
    def parameters(self, upload: Upload) -> str:
        return f"{_found(upload).parameters:,}"

    @admin.display(description="bundle made of it")
    def bundle(self, upload: Upload) -> str:
        found = _found(upload)
        return f"{filesizeformat(found.bytes)}, SHA-256 {found.sha256}"

    @admin.display(description="speed")
    def speed(self, upload: Upload) -> str:
        return f"about {_found(upload).events_per_second:,.0f} events a second, alone"

    @admin.display(description="foretells music")
    def foretells(self, upload: Upload) -> str:
        found = _found(upload)
        if not found.held_out:
            return "not measured"
        return (
            f"{found.nats_per_event:.3f} nats per event over {found.held_out_events:,} events of {found.held_out}; "
            "of two networks of one kind the lower one has learnt more"
        )

    @admin.display(description="remarks", empty_value="none")
    def remarks(self, upload: Upload) -> str:
        return format_html_join(" ", "{}", ((remark,) for remark in _found(upload).remarks))


def _found(upload: Upload) -> Inspection:
    found = upload.inspection
    if found is None:
        raise ValueError(f"{upload} is not inspected")
    return found
