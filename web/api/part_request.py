"""A part of a piece as a request may name it: as it was resolved before."""

from __future__ import annotations

from typing import Any, Final, get_args

from models_store.catalogue.limits import OCTAVES, PITCH, PROGRAM, WholeLimits
from web.api.fields import NamedField, NameField, PatternField, TruthField, WholeField
from web.api.primer_fields import PrimerNotesField
from web.api.strict import StrictSerializer
from web.catalogue.services.resolved import ResolvedPart
from worker.contract.part_spec import Voicing

MAX_PARTS: Final = 8
VERSION: Final = WholeLimits(0, 2**31 - 1)


class RoleField(PatternField):
    """The name of a MIDI track, which is of Latin-1."""

    def __init__(self, help_text: str) -> None:
        must = "must be of printable Latin characters."
        super().__init__(40, r"\A[ -~\u00a0-\u00ff]+\Z", must, help_text)


class PartRequestSerializer(StrictSerializer[ResolvedPart]):
    """One instrument, down to the bytes of its model."""

    role = RoleField("What it is in the piece, as its MIDI track is named.")
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
    octaves = WholeField(OCTAVES, "By how many it sounds above what its network plays; else none.")
    voicing = NamedField(
        get_args(Voicing),
        "Whether the sounding chord, or its root and fifth, is played at each note; else the notes are.",
    )
    touch = NameField("Whose velocity and timing drum hits are given; else nobody's.", required=False)
    lowest_pitch = WholeField(PITCH, "A MIDI pitch as it sounds, below which no note is begun.")
    highest_pitch = WholeField(PITCH, "A MIDI pitch as it sounds, above which no note is begun; an octave is left.")
    render_chords = TruthField(required=False, help_text="Whether the chords that it plays over are heard.")

    def validate(self, attrs: Any) -> Any:
        return ResolvedPart(**{name: value for name, value in attrs.items() if value is not None})
