"""Which wishes mean anything to those who play a piece, and the refusal of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from models_store.catalogue.offers import offer_of
from web.catalogue.refusal import FieldError, RequestRefusedError
from worker.contract.chords import is_triad
from worker.contract.grid import steps_per_quarter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from web.catalogue.models import Type
    from web.catalogue.services.request import JobRequest

# Fields of a request, and what they are in words.
_FIELDS: Final = {
    "start_pitch": gettext_noop("starting pitch"),
    "qpm": gettext_noop("tempo, for it keeps its own time"),
    "key": gettext_noop("key"),
    "scale": gettext_noop("scale"),
    "top_p": gettext_noop("top-p"),
    "density": gettext_noop("density"),
    "chords": gettext_noop("chords"),
    "primer_notes": gettext_noop("primer of notes"),
    "groove": gettext_noop("groove"),
}


@dataclass(frozen=True, slots=True)
class Offered:
    """What a piece may be told, by the names of a request's fields.

    Attributes:
        chords: Some part plays over chords.
        triads_alone: They must each hold a triad.
        grooves: Slugs of those that its drums may be given.
    """

    start_pitch: bool
    qpm: bool
    key: bool
    top_p: bool
    density: bool
    chords: bool
    triads_alone: bool
    grooves: tuple[str, ...]

    @property
    def scale(self) -> bool:
        return self.key

    @property
    def groove(self) -> bool:
        return bool(self.grooves)

    @property
    def primer_notes(self) -> bool:
        return self.key


def offered(parts: Iterable[tuple[bool, str]], *, start_pitch: bool, grooves: tuple[str, ...]) -> Offered:
    """By who plays.

    Args:
        parts: Of each whether it plays the drum kit, and the config of its network.
        start_pitch: Whether the piece may be given a starting pitch.
        grooves: Those that its drums may be given, if it has any.
    """
    configs = [(is_drum, config, offer_of(config)) for is_drum, config in parts]
    pitched = [offer for is_drum, _, offer in configs if offer.is_pitched and not is_drum]
    return Offered(
        start_pitch=start_pitch,
        qpm=any(steps_per_quarter(config) is not None for _, config, _ in configs),
        key=bool(pitched),
        top_p=any(offer.draws_classes for *_, offer in configs),
        density=any(offer.hears_density for offer in pitched),
        chords=any(offer.hears_chords for offer in pitched),
        triads_alone=any(offer.hears_triads_alone for offer in pitched),
        grooves=grooves if any(is_drum for is_drum, *_ in configs) else (),
    )


def offered_by(type_: Type) -> Offered:
    """By who plays a type now; its parts and their active versions are at hand."""
    played = [(part.is_drum, part.model.active_version) for part in type_.parts.all()]
    parts = [(is_drum, version.config) for is_drum, version in played if version is not None]
    return offered(parts, start_pitch=type_.has_start_pitch, grooves=tuple(type_.grooves.split()))


def refuse_what_is_not_offered(request: JobRequest, what: Offered, name: str) -> None:
    """Looks at who is to play.

    Args:
        request: What was asked.
        what: What the piece may be told.
        name: Of the piece, in words.

    Raises:
        RequestRefusedError: Names every field that means nothing to the piece, and chords or a groove that it does not
            know.
    """
    errors = [*_meaningless(request, what, name), *_no_triads(request, what), *_no_groove(request, what)]
    if errors:
        raise RequestRefusedError(*errors)


def _meaningless(request: JobRequest, what: Offered, name: str) -> Iterator[FieldError]:
    for field, words in _FIELDS.items():
        given = getattr(request, field)
        # Beside parts a tempo is what was resolved before, for the file if for nothing else, and a groove is a label.
        if given is None or getattr(what, field) or (field in ("qpm", "groove") and request.parts):
            continue
        detail = _("{name} takes no {words}; leave {field} out.").format(name=name, words=_(words), field=field)
        yield FieldError(f"#/{field}", "not_applicable", detail, None, request.as_sent.get(field, given))


def _no_triads(request: JobRequest, what: Offered) -> Iterator[FieldError]:
    strange = [chord for bar in request.chords or () for chord in bar.split() if not is_triad(chord)]
    if strange and what.chords and what.triads_alone:
        sentence = _("{chord} holds no major, minor, augmented or diminished triad, which is what this type hears.")
        detail = sentence.format(chord=strange[0])
        yield FieldError("#/chords", "not_applicable", detail, None, strange[0])


def _no_groove(request: JobRequest, what: Offered) -> Iterator[FieldError]:
    if request.groove is not None and what.grooves and request.groove not in what.grooves:
        sentence = _("There is no groove {given}; there are: {known}.")
        detail = sentence.format(given=repr(request.groove), known=", ".join(what.grooves))
        yield FieldError("#/groove", "unknown", detail, list(what.grooves), request.groove)
