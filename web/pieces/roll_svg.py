"""A piano roll as SVG, by attributes alone: a page's policy allows no style within it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from web.pages.clock import clock
from web.pieces.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.safestring import SafeString

    from web.pieces.score import Score
    from worker.contract.midi.score import Voice

SVG: Final = "image/svg+xml"
UNITS_PER_SECOND: Final = 50
# Each at least 3 : 1 on white and on the dark cards (styles/_tokens.scss), where the page sets no colours of its own.
COLOURS: Final = ("#d9505a", "#b07d1a", "#1f9284", "#8466e0", "#3d84d6", "#6d8f24")

_PICTURE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="roll-title roll-parts" width="640"'
    ' height="160" viewBox="0 0 {} {}" preserveAspectRatio="none">'
    '<title id="roll-title">{}</title><desc id="roll-parts">{}</desc>'
    '<g fill="none" stroke-width="{}" transform="translate(0 .5)">{}</g></svg>'
)
_PART: Final = '<path stroke="var(--part-{},{})" d="{}"/>'


def roll_svg(score: Score) -> SafeString:
    """Stretches to whatever it is put into; each note is a bar, and each part one path.

    A note takes about ten bytes, so that 10,000 are far less than 400 kB.
    """
    rows = Rows.of(score)
    title = _("Piano roll: {notes} notes in {length}").format(notes=score.notes, length=clock(score.length_seconds))
    parts = ", ".join(voice.role for voice in score.voices)
    paths = ((place % len(COLOURS), _path(voice, rows)) for place, voice in enumerate(score.voices))
    drawn = format_html_join("", _PART, ((place + 1, COLOURS[place], path) for place, path in paths if path))
    return format_html(_PICTURE, _units(score.length_seconds), rows.count, title, parts, _thickness(rows), drawn)


def _thickness(rows: Rows) -> float:
    """Of a bar, in rows: where there are many, bars are thicker than theirs, to be seen in a small picture too."""
    return round(max(0.8, rows.count / 60), 2)


def _path(voice: Voice, rows: Rows) -> str:
    return "".join(_bars(voice, rows))


def _bars(voice: Voice, rows: Rows) -> Iterator[str]:
    """Each from the end of the one before, which is shorter than from the beginning."""
    pen_x = pen_y = 0
    for note in sorted(voice.notes):
        x, y = _units(note.start_seconds), rows.row(note.pitch, is_drum=voice.is_drum)
        width = max(1, _units(note.end_seconds) - x)
        yield f"m{x - pen_x} {y - pen_y}h{width}"
        pen_x, pen_y = x + width, y


def _units(seconds: float) -> int:
    return round(seconds * UNITS_PER_SECOND)
