"""A part of a piece as a request may name it: as it was resolved before."""

from __future__ import annotations

from typing import Any, Final

from models_store.catalogue.limits import PROGRAM, WholeLimits
from web.api.fields import NameField, PatternField, TruthField, WholeField
from web.api.primer_fields import PrimerNotesField
from web.api.strict import StrictSerializer
from web.catalogue.services.resolved import ResolvedPart

VERSION: Final = WholeLimits(0, 2**31 - 1)


class PartRequestSerializer(StrictSerializer[ResolvedPart]):
    """One instrument, down to the bytes of its model."""

    # The names of MIDI tracks are of Latin-1.
    role = PatternField(
        40,
        r"\A[ -~\u00a0-\u00ff]+\Z",
        "must be of printable Latin characters.",
        "What it is in the piece, as its MIDI track is named.",
    )
    model = NameField("A model of this service, whether it plays now or did once.")
    version = WholeField(VERSION, "Its version.", required=True)
    sha256 = PatternField(
        64, r"\A[0-9a-f]{64}\Z", "must be 64 hexadecimal digits, in small letters.", "Of the version's bundle."
    )
    program = WholeField(PROGRAM, "General MIDI program; without meaning for drums.", required=True)
    is_drum = TruthField(help_text="Whether it plays the drum kit.")
    primer = PrimerNotesField(
        "What the network hears before it begins, and what is not in the piece: [start in seconds, end in seconds, "
        "pitch, velocity] of each note."
    )

    def validate(self, attrs: Any) -> Any:
        return ResolvedPart(**{**attrs, "primer": attrs.get("primer") or ()})
