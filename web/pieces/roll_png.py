"""A piece as a picture for those who show a link with one (Open Graph): its roll on lacquer, and what it is."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFont

from web.pieces.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.ImageDraw import ImageDraw as Draw

    from web.pieces.score import Score

PNG: Final = "image/png"
# What those who show links ask for.
WIDTH: Final = 1200
HEIGHT: Final = 630

# As the page's piece has them (styles/_tokens.scss, _roll.scss).
_LACQUER: Final = "#1d1920"
_WELL: Final = "#141116"
_INK: Final = "#ffffff"
_MUTED: Final = "#bdb5c2"
_FELT: Final = "#ef5b63"
_COLOURS: Final = ("#ff9a90", "#ffd766", "#2fb894", "#b3a2ff", "#a5e3ff", "#c8e88a")

_MARGIN: Final = 64
_ROLL: Final = (_MARGIN, 236, WIDTH - _MARGIN, HEIGHT - _MARGIN)
_PADDING: Final = 14
_LEAST_WIDTH: Final = 3.0
_TITLE_SIZES: Final = (72, 60, 48, 38)
# Few, so that the file is small; enough for a bar's colour between itself and the ground.
_SHADES: Final = 128

# How many times larger each way a roll is drawn.
_SMOOTHING: Final = 2

# Left, top, right and bottom of a bar.
Box = tuple[float, float, float, float]


def roll_png(score: Score, title: str, line: str) -> bytes:
    """A picture of 1200 by 630, with a title, which may have characters of Latin 1, and a line below it."""
    image = _rolled(score).reduce(_SMOOTHING)
    _write(ImageDraw.Draw(image), title, line)
    return _packed(image)


def _rolled(score: Score) -> Image.Image:
    """Larger than it is wanted, for edges that are smooth when it is made smaller."""
    image = Image.new("RGB", (_SMOOTHING * WIDTH, _SMOOTHING * HEIGHT), _LACQUER)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle([_SMOOTHING * side for side in _ROLL], radius=_SMOOTHING * 18, fill=_WELL)
    for colour, box in _bars(score):
        large = [_SMOOTHING * side for side in box]
        draw.rounded_rectangle(large, radius=min(large[2] - large[0], large[3] - large[1]) / 2, fill=colour)
    return image


def _write(draw: Draw, title: str, line: str) -> None:
    space = WIDTH - 2 * _MARGIN
    fonts = [ImageFont.load_default(size) for size in _TITLE_SIZES]
    font = next((font for font in fonts if draw.textlength(title, font) <= space), fonts[-1])
    draw.rounded_rectangle((_MARGIN, 62, _MARGIN + 44, 70), radius=4, fill=_FELT)
    draw.text((_MARGIN - 3, 124), title, _INK, font, anchor="lm")
    draw.text((_MARGIN, 190), line, _MUTED, ImageFont.load_default(30), anchor="lm")


def _bars(score: Score) -> Iterator[tuple[str, Box]]:
    left, top, right, bottom = (side + inwards for side, inwards in zip(_ROLL, (1, 1, -1, -1), strict=True))
    left, right, rows = left + _PADDING, right - _PADDING, Rows.of(score)
    height, per_second = (bottom - top) / rows.count, (right - left) / score.length_seconds
    for place, voice in enumerate(score.voices):
        for note in voice.notes:
            x, y = left + note.start_seconds * per_second, top + rows.row(note.pitch, is_drum=voice.is_drum) * height
            end = min(right, max(left + note.end_seconds * per_second, x + _LEAST_WIDTH))
            yield _COLOURS[place % len(_COLOURS)], (x, y, end, y + height * 0.85)


def _packed(image: Image.Image) -> bytes:
    content = BytesIO()
    image.quantize(_SHADES, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(content, "PNG", optimize=True)
    return content.getvalue()
