"""All that is measured of one type's pieces."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from models_store.models import ModelStore
from models_store.touches import TOUCHES
from tests.bench.figures import report
from tests.bench.quality.band import MEASURES, share
from tests.bench.quality.collapse import has_collapsed
from tests.bench.quality.corpus import Source, corpus_of
from tests.bench.quality.endings import ends_well
from tests.bench.quality.excerpt import Excerpt, skyline
from tests.bench.quality.likeness import Feature, Values, features_for, overlap, usual_overlap
from tests.bench.quality.memorising import Runs, longest_runs, words_of
from tests.bench.quality.pieces import Composed
from worker.composing.arranging.key import Key
from worker.contract.part_spec import PartSpec

LIKENESS: Final = ">= 0.8"
COLLAPSED: Final = "<= 0.01"
BAND: Final = ">= 0.9"
ENDINGS: Final = ">= 0.9"

_PERCENTILE: Final = 95


@dataclass(frozen=True, slots=True)
class Figure:
    """One JSON line."""

    name: str
    value: float
    unit: str
    target: str
    more: dict[str, Any] = field(default_factory=dict)

    def tell(self, of: str) -> None:
        report(f"{of}: {self.name}", self.value, self.unit, self.target, **self.more)


@dataclass(frozen=True, slots=True)
class Likeness:
    """One feature of one part, as shares of the feature's bins.

    Attributes:
        usual: The overlap with the test files of as many pieces of validation files.
    """

    part: str
    feature: Feature
    composed: Values
    test: Values
    usual: float

    @property
    def value(self) -> float:
        """What pieces and test files have in common, over what validation files and test files have."""
        return overlap(self.composed, self.test) / max(1e-9, self.usual)


@dataclass(frozen=True, slots=True)
class Measured:
    """A type, such as "piano/performance"."""

    type: str
    likenesses: list[Likeness]
    figures: list[Figure]

    @property
    def style(self) -> str:
        return self.type.partition("/")[0]

    def tell(self) -> None:
        for likeness in self.likenesses:
            name = f"{likeness.part}, {likeness.feature.name}"
            Figure(name, likeness.value, "of the corpus' own likeness", LIKENESS).tell(self.type)
        for figure in self.figures:
            figure.tell(self.type)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the type, or all its drums."""

    specs: tuple[PartSpec, ...]
    source: Source
    pieces: list[Composed]

    @property
    def name(self) -> str:
        return self.specs[0].role

    @property
    def has_touch(self) -> bool:
        """Whether what decides about loudness learnt it from this corpus."""
        touch, folder = self.specs[0].touch, self.source.folder
        return self.source.is_free or (bool(touch) and corpus_of(_touch_card(touch), folder.parent) == folder)

    def composed(self) -> list[Excerpt]:
        roles = [spec.role for spec in self.specs]
        excerpts = (piece.excerpt(self.source.is_free, *roles) for piece in self.pieces)
        return [excerpt for excerpt in excerpts if len(excerpt.notes)]

    def likenesses(self) -> Iterator[Likeness]:
        qpm = self.pieces[0].spec.qpm
        # What is voiced in chords is held against those who play chords.
        source = replace(self.source, is_line=self.source.is_line and self.specs[0].voicing == "line")
        composed, test, validation = self.composed(), source.excerpts("test", qpm), source.excerpts("validation", qpm)
        for feature in features_for(composed, self.has_touch):
            held_out, usual = feature.histogram(test), usual_overlap(feature, validation, test, len(composed))
            yield Likeness(self.name, feature, feature.histogram(composed), held_out, usual)

    def memorised(self) -> Figure:
        """Of chords the highest notes: those are the network's own."""
        qpm = self.pieces[0].spec.qpm
        own = [skyline(excerpt.notes) if self.source.is_line else excerpt.notes for excerpt in self.composed()]
        held_out = [excerpt.notes for excerpt in self.source.excerpts("test", qpm)]
        learnt = Runs(words_of(part) for part in self.source.parts("train", qpm))
        longest, usual = (
            _percentile(longest_runs([words_of(notes) for notes in of], learnt)) for of in (own, held_out)
        )
        return Figure(f"{self.name}, longest run shared with training, 95 %", longest, "notes", f"<= {usual:g}")


def measured(type_: str, pieces: list[Composed], store: ModelStore, corpora: Path) -> Measured:
    """Measures pieces of one type, all of the same parts."""
    parts = list(_parts(pieces, store, corpora))
    likenesses = [likeness for part in parts for likeness in part.likenesses()]
    figures = [_least(likenesses), *(part.memorised() for part in parts), *_whole_figures(pieces, parts)]
    return Measured(type_, likenesses, figures)


def _parts(pieces: list[Composed], store: ModelStore, corpora: Path) -> Iterator[_Part]:
    specs = pieces[0].spec.parts
    models = {(model.name, model.version): model for model in store.versions()}
    drums = tuple(spec for spec in specs if spec.is_drum)
    for group in filter(None, (drums, *((spec,) for spec in specs if not spec.is_drum))):
        model = group[0].model
        yield _Part(group, Source.of(models[model.name, model.version], corpora), pieces)


def _least(likenesses: list[Likeness]) -> Figure:
    least = min(likenesses, key=lambda likeness: likeness.value)
    where = {"part": least.part, "feature": least.feature.name}
    return Figure("least likeness", least.value, "of the corpus' own likeness", LIKENESS, where)


def _whole_figures(pieces: list[Composed], parts: list[_Part]) -> Iterator[Figure]:
    is_free = any(part.source.is_free for part in parts)
    whole = [piece.excerpt(is_free) for piece in pieces]
    leading = next((part for part in parts if not part.specs[0].is_drum), parts[0])
    is_band = len(pieces[0].piece.parts) > 1 and len(whole[0].pitched) > 0
    read = leading.source.bands if is_band else leading.source.excerpts
    test = read("test", pieces[0].spec.qpm)
    stuck, usual = (float(np.mean([has_collapsed(excerpt) for excerpt in of])) for of in (whole, test))
    yield Figure("stuck or silent", stuck, "of the pieces", COLLAPSED, {"corpus": round(usual, 4)})
    if is_band:
        yield from _band_figures(whole, test)
    if pieces[0].spec.plan is not None and len(whole[0].pitched):
        ended = [ends_well(excerpt, _key(piece)) for piece, excerpt in zip(pieces, whole, strict=True)]
        yield Figure("ends on the tonic, held", float(np.mean(ended)), "of the pieces", ENDINGS)


def _band_figures(whole: list[Excerpt], test: list[Excerpt]) -> Iterator[Figure]:
    for name, measure in MEASURES.items():
        own, usual = share(measure, whole), share(measure, test)
        shares = {"share": round(own, 4), "corpus": round(usual, 4)}
        yield Figure(name, own / max(1e-9, usual), "of the corpus' own share", BAND, shares)


def _touch_card(name: str) -> dict[str, Any]:
    return tomllib.loads((TOUCHES / f"{name}.toml").read_text())


def _key(piece: Composed) -> Key | None:
    plan = piece.spec.plan
    return None if plan is None or plan.tonic is None else Key(plan.tonic, plan.is_minor)


def _percentile(lengths: np.ndarray) -> float:
    return float(np.percentile(lengths, _PERCENTILE))
