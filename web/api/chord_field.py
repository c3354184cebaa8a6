"""A progression of chords, in words or as a list of bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from models_store.catalogue.limits import BARS
from web.catalogue.services.progression import CHORDS_PER_BAR, bars_of
from worker.contract.chords import is_chord

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LINE_CHARACTERS: Final = 1000
MAX_BAR_CHARACTERS: Final = 80
MAX_WRONG_SHOWN: Final = 10
MAX_CHORD_SHOWN: Final = 20


@extend_schema_field(
    {
        "anyOf": [
            {"type": "string", "minLength": 1, "maxLength": MAX_LINE_CHARACTERS},
            {
                "type": "array",
                "minItems": BARS.minimum,
                "maxItems": BARS.maximum,
                "items": {"type": "string", "minLength": 1, "maxLength": MAX_BAR_CHARACTERS},
            },
        ]
    }
)
class ChordsField(serializers.Field[tuple[str, ...], list[str], Any, Any]):
    """Bars, each of one, two or four chords; null stands for leaving them out."""

    default_error_messages = {  # noqa: RUF012  # DRF's way
        "invalid": f"must be a line such as C | Am F | G, or an array of bars, of which there may be {BARS.maximum}."
    }

    def __init__(self) -> None:
        super().__init__(
            required=False,
            allow_null=True,
            help_text='What is played over, where the type follows chords, again and again: a line such as "C G Am F", '
            'a chord a bar, or "C | Am F | G", where a bar may hold one, two or four; or an array of such bars. A '
            "chord is such as C, Am7, F#dim, Bb7(b9)/D or N.C., for none.",
        )

    def to_internal_value(self, data: object) -> tuple[str, ...]:
        bars = self._bars(data)
        if not BARS.minimum <= len(bars) <= BARS.maximum:
            self.fail("invalid")
        wrong = {str(place): [why] for place, why in _wrong(bars)}
        if wrong and isinstance(data, str):
            raise serializers.ValidationError(next(iter(wrong.values())), "invalid")
        if wrong:
            raise serializers.ValidationError(dict(list(wrong.items())[:MAX_WRONG_SHOWN]), "invalid")
        return tuple(bars)

    def _bars(self, data: object) -> list[str]:
        if isinstance(data, str) and len(data) <= MAX_LINE_CHARACTERS:
            return bars_of(data)
        if not isinstance(data, list) or not all(_may_be_bar(bar) for bar in data):
            self.fail("invalid")
        return [" ".join(bar.split()) for bar in data]


def _may_be_bar(bar: object) -> bool:
    return isinstance(bar, str) and len(bar) <= MAX_BAR_CHARACTERS


def _wrong(bars: list[str]) -> Iterator[tuple[int, str]]:
    """The place of each bar that is none, and why."""
    for place, bar in enumerate(bars):
        chords = bar.split()
        strange = [chord for chord in chords if not is_chord(chord)]
        if strange:
            sentence = _("{chord} is no chord; such as C, Am7, F#dim or N.C. are.")
            yield place, sentence.format(chord=ascii(strange[0][:MAX_CHORD_SHOWN]))
        elif len(chords) not in CHORDS_PER_BAR:
            yield place, _("a bar holds one, two or four chords, not {count}.").format(count=len(chords))
