"""Forms of styles and types: in every language of the site, and published only if they can be played."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.conf import settings
from unfold.widgets import UnfoldAdminTextInputWidget

from web.catalogue.models import Type
from web.catalogue.services.playable import reasons_against, why_not
from web.catalogue.translated import TRANSLATED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from web.catalogue.models import Part

    _Form = forms.ModelForm[Any]
    _Formset = forms.BaseInlineFormSet[Part, Type, forms.ModelForm[Part]]
else:
    _Form = forms.ModelForm
    _Formset = forms.BaseInlineFormSet

# By code; English is what the rows themselves are in.
LANGUAGES: Final = {code: name for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE}
_REMEDY: Final = "It can be saved as not published."


def translation_fields(code: str) -> tuple[str, ...]:
    """The names of the fields of one language."""
    return tuple(f"{field}_{code}" for field in TRANSLATED)


class TranslatedForm(_Form):
    """Has the `translation_fields` of every language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in LANGUAGES:
            known = self.instance.translations.get(code, {})
            self.initial.update({name: known.get(field, "") for field, name in _named(code)})

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        written = {code: self._written(code) for code in LANGUAGES}
        self.instance.translations = {code: words for code, words in written.items() if words}
        return cleaned

    def _written(self, code: str) -> dict[str, str]:
        words = {field: self.cleaned_data.get(name, "") for field, name in _named(code)}
        return {field: text for field, text in words.items() if text}


def _named(code: str) -> Iterable[tuple[str, str]]:
    return zip(TRANSLATED, translation_fields(code), strict=True)


def _fields() -> dict[str, forms.CharField]:
    return {
        name: forms.CharField(
            label=field.capitalize(),
            required=False,
            max_length=TRANSLATED[field],
            widget=UnfoldAdminTextInputWidget,
        )
        for code in LANGUAGES
        for field, name in _named(code)
    }


TranslatedForm.declared_fields.update(_fields())


class PublishedForm(_Form):
    """Refuses to publish what is saved and cannot be played."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "is_enabled" in self.changed_data and self.cleaned_data.get("is_enabled"):
            reasons = reasons_against(self.instance)
            if reasons:
                self.add_error("is_enabled", _refusal(reasons))
        return cleaned


class StyleForm(PublishedForm, TranslatedForm):
    """Of one style."""


class PartFormSet(_Formset):
    """The parts of a type, which is refused to be published with parts that cannot be played.

    What was published and could not be played before may be mended bit by bit.
    """

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or not self.instance.is_enabled or _stood_unplayable(self.instance):
            return
        gone = self.deleted_forms
        parts = [form.instance for form in self.forms if form.instance.model_id and form not in gone]
        reasons = why_not(self.instance, parts)
        if reasons:
            raise forms.ValidationError(_refusal(reasons))


def _stood_unplayable(type_: Type) -> bool:
    before = Type.objects.filter(pk=type_.pk, is_enabled=True).first()
    return before is not None and bool(why_not(before))


def _refusal(reasons: Iterable[str]) -> str:
    return " ".join(["This cannot be published.", *reasons, _REMEDY])
