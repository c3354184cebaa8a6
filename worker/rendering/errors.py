"""Why a piece cannot be turned into sound."""

from __future__ import annotations


class RenderError(Exception):
    """The SoundFont or the MIDI file cannot be used; the message says which and what to do."""


class DamagedFont(ValueError):
    """Some part of a SoundFont contradicts another, or is missing."""
