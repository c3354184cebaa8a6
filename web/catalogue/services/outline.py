"""How the catalogue has a type laid out, and what that makes of a piece of some length and seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.catalogue.refusal import FieldError, RequestRefusedError
from web.catalogue.services.form import bar_count, form_of, sections_of
from web.catalogue.services.harmony import Harmony, asked_key, drawn_harmony
from web.catalogue.services.progression import default_bars
from worker.contract.plan import Plan

if TYPE_CHECKING:
    from models_store.progressions import Progressions
    from web.catalogue.services.form import Form, Player


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says of it, defaults filled in."""

    length_seconds: float
    qpm: float
    key: str | None
    scale: str | None
    chords: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Outline:
    """Of one type.

    Attributes:
        players: Its parts.
        progressions: Those from which chords are drawn; None for the ever same.
        closes: Its pieces have a plan.
    """

    players: tuple[Player, ...]
    progressions: Progressions | None
    closes: bool

    def laid_out(self, asked: Asked, seed: int) -> tuple[Plan | None, tuple[str, ...]]:
        """The plan, where there is one, and the chords by bars; the same for the same seed."""
        form = form_of(bar_count(asked.length_seconds, asked.qpm), self.players)
        harmony = self._harmony(asked, form, seed)
        return self._plan(harmony, form) if self.closes else None, harmony.chords

    def _harmony(self, asked: Asked, form: Form, seed: int) -> Harmony:
        if self.progressions is not None and asked.chords is None:
            return drawn_harmony(self.progressions, form, seed, asked.key, asked.scale)
        chords = asked.chords or default_bars(asked.key, asked.scale)
        return Harmony(asked_key(asked.key, asked.scale), chords)

    def _plan(self, harmony: Harmony, form: Form) -> Plan:
        sections = sections_of(form, self.players) if len(self.players) > 1 else ()
        return Plan(harmony.key.tonic, harmony.key.is_minor, sections)


def refuse_other_bars(plan: Plan | None, asked: Asked) -> None:
    """A plan of the request's own must be for all of the piece, and no more.

    Raises:
        RequestRefusedError: Its sections have other bars than the length and the tempo give.
    """
    planned, needed = (
        sum(section.bars for section in plan.sections) if plan else 0,
        bar_count(asked.length_seconds, asked.qpm),
    )
    if planned not in (0, needed):
        detail = f"The sections must have {needed} bars together, as the piece has at its length and tempo."
        raise RequestRefusedError(FieldError("#/plan/sections", "invalid", detail, needed, planned))
