"""The names of a piece's sections above its roll, where they lie: as SVG, by attributes alone, as the roll is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from django.utils.html import format_html, format_html_join

from web.catalogue.services.form import FILL
from web.pages.words import WORDS
from worker.contract.plan import QUARTERS_PER_BAR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString

_STRIP: Final = '<svg xmlns="http://www.w3.org/2000/svg" class="roll-strip">{}</svg>'
_LABEL: Final = '<svg x="{}%" width="{}%"><line y2="100%"/><text x=".4em" y="1.3em">{}</text></svg>'


@dataclass(frozen=True, slots=True)
class Span:
    """A section as listeners tell it from others, in seconds from the beginning of the piece."""

    name: str
    from_seconds: float
    to_seconds: float


def spans_of(resolved: dict[str, Any]) -> list[Span]:
    """A fill belongs to what it leads out of, and the last section ends with the piece; of no plan there are none."""
    spans: list[Span] = []
    seconds = 0.0
    for section in (resolved.get("plan") or {}).get("sections", ()):
        begun, seconds = seconds, seconds + section["bars"] * QUARTERS_PER_BAR * 60.0 / resolved["qpm"]
        if spans and section["name"] == FILL:
            spans[-1] = replace(spans[-1], to_seconds=seconds)
        else:
            spans.append(Span(section["name"], begun, seconds))
    return [*spans[:-1], *(replace(last, to_seconds=resolved["length_seconds"]) for last in spans[-1:])]


def section_strip(resolved: dict[str, Any]) -> SafeString | str:
    """As wide as whatever it is put into; nothing where there are no sections."""
    spans, length_seconds = spans_of(resolved), resolved["length_seconds"]
    return format_html(_STRIP, _labels(spans, length_seconds)) if spans else ""


def _labels(spans: Iterable[Span], length_seconds: float) -> SafeString:
    placed = ((span, span.from_seconds / length_seconds, span.to_seconds / length_seconds) for span in spans)
    return format_html_join(
        "", _LABEL, ((_percent(begin), _percent(end - begin), _words(span.name)) for span, begin, end in placed)
    )


def _percent(share: float) -> float:
    return round(100 * share, 2)


def _words(name: str) -> str:
    """What the page has no words for is named as musicians name it."""
    return str(WORDS.get(f"section_{name}", name))
