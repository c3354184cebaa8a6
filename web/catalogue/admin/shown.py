"""A type as its page shows it: whether listeners can have it, and the piece that was made to look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation

from web.api.files import FileUnavailable
from web.catalogue.services.playable import why_not
from web.jobs.services.standing import standing_of
from web.pieces.shown import ShownPiece
from web.pieces.state import state_words

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from web.catalogue.models import Type


@dataclass(frozen=True, slots=True)
class ShownType:
    """What the template asks for.

    Attributes:
        reasons: Why it cannot be played.
        piece: The newest preview; None where none was made, or it is gone.
        state: How that stands, in a sentence or two.
        roll: None while it is being made, and where it cannot be read.
    """

    type: Type
    reasons: tuple[str, ...]
    piece: ShownPiece | None
    state: str
    roll: SafeString | None

    @classmethod
    def of(cls, type_: Type) -> ShownType:
        piece = ShownPiece.of(type_.preview) if type_.preview else None
        # The admin is in English, whatever the browser asks the pages for.
        with translation.override("en"):
            return cls(type_, why_not(type_), piece, _state(piece) if piece else "", _roll(piece) if piece else None)

    @property
    def is_under_way(self) -> bool:
        return self.piece is not None and not self.piece.job.is_final


def _state(piece: ShownPiece) -> str:
    if piece.is_composed:
        return f"Made on {piece.job.created_at:%Y-%m-%d at %H:%M} UTC, as the type was then; seed {piece.seed}."
    title, detail = state_words(piece.job, standing_of(piece.job))
    ended = title if title.endswith("…") else f"{title}."
    return f"{ended} {detail}".strip()


def _roll(piece: ShownPiece) -> SafeString | None:
    try:
        return piece.roll if piece.is_composed else None
    except FileUnavailable:
        return None
