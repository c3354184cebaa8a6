"""What an operator gives of a run: the two small files that it left, and what it was for."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django import forms
from unfold.widgets import UnfoldAdminFileFieldWidget

from web.training.card import MAX_CARD_BYTES, read_card
from web.training.curve import MAX_CURVE_BYTES, read_curve
from web.training.models import Run

if TYPE_CHECKING:
    from collections.abc import Callable

    from web.training.card import Card
    from web.training.curve import Point

    _Form = forms.ModelForm[Run]
else:
    _Form = forms.ModelForm

Read = TypeVar("Read")


class RunForm(_Form):
    card_file = forms.FileField(
        label="card.toml", widget=UnfoldAdminFileFieldWidget, help_text="From the folder that --out named."
    )
    curve_file = forms.FileField(
        label="curve.jsonl", widget=UnfoldAdminFileFieldWidget, help_text="From the same folder."
    )

    class Meta:
        model = Run
        fields: ClassVar[list[str]] = ["style", "type", "model_name", "card_file", "curve_file"]
        help_texts: ClassVar[dict[str, str]] = {
            "type": "Of that style; empty where it is for all of them.",
            "model_name": "The name under which its network is played, or will be.",
        }

    def clean_card_file(self) -> Card:
        card = self._read("card_file", read_card, MAX_CARD_BYTES)
        if Run.objects.filter(sha256=card.sha256).exists():
            raise forms.ValidationError("This run is registered already.")
        return card

    def clean_curve_file(self) -> list[Point]:
        return self._read("curve_file", read_curve, MAX_CURVE_BYTES)

    def clean(self) -> None:
        style, music_type = self.cleaned_data.get("style"), self.cleaned_data.get("type")
        if style and music_type and music_type.style_id != style.pk:
            self.add_error("type", f"Choose a type of {style}, or none.")
        card, points = self.cleaned_data.get("card_file"), self.cleaned_data.get("curve_file")
        if card and points:
            self._take(card, points)

    def _take(self, card: Card, points: list[Point]) -> None:
        """A run looks at validation once more when it ends, so that its curve ends where its card does."""
        learnt, last = card.figures["events_trained_on"], points[-1].events
        if learnt != last:
            self.add_error("curve_file", f"It ends after {last:,} events, and the card tells of {learnt:,}.")
        self.instance.sha256, self.instance.card = card.sha256, asdict(card)
        self.instance.curve = [asdict(point) for point in points]

    def _read(self, name: str, read: Callable[[bytes], Read], most_bytes: int) -> Read:
        """One byte more than is allowed says that there is too much."""
        content: Any = self.cleaned_data[name].read(most_bytes + 1)
        try:
            return read(content)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
