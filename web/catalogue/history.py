"""The history of an admin page says what a value was and what it became."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.forms import BaseModelForm
    from django.http import HttpRequest


class ToldChanges:
    """For an admin page, before Django's own."""

    def construct_change_message(
        self, request: HttpRequest, form: BaseModelForm[Any], formsets: Any, add: bool = False
    ) -> list[dict[str, Any]]:
        """Django's list of changes, with values in place of names alone."""
        message: list[dict[str, Any]] = super().construct_change_message(  # type: ignore[misc]
            request, form, formsets, add
        )
        if add:
            return message
        changes = [entry["changed"] for entry in message if "changed" in entry]
        for change, changed in zip(changes, _changed_forms(form, formsets), strict=True):
            change["fields"] = [_told(changed, name) for name in changed.changed_data]
        return message


def _changed_forms(form: BaseModelForm[Any], formsets: Any) -> list[BaseModelForm[Any]]:
    """In the order in which Django lists them."""
    inline = [
        one
        for formset in formsets or ()
        for changed, _ in formset.changed_objects
        for one in formset.initial_forms
        if one.instance is changed
    ]
    return [form, *inline] if form.changed_data else inline


def _told(form: BaseModelForm[Any], name: str) -> str:
    field = form.fields[name]
    before, after = form.get_initial_for_field(field, name), form.cleaned_data.get(name)
    after = getattr(after, "pk", after)
    return f"{field.label or name} from {before!r} to {after!r}"
