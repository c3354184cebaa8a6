"""Rows of an operator's own beside the shipped ones."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tests.unit.web.test_admin import form_of
from web.catalogue.models import Model, Part, Style, Type

PIANO = {"role": "piano", "model": "piano_performance"}


def add_style(slug: str = "tango", **fields: Any) -> Style:
    """Made in the admin, and so not published."""
    return Style.objects.create(slug=slug, **{"name": slug.capitalize(), "position": 9, **fields})


def add_type(style: Style, *parts: dict[str, Any], slug: str = "salon", **fields: Any) -> Type:
    """Made in the admin, and so not published; of `parts` the model by its name."""
    known = {"name": slug.capitalize(), "qpm": 120.0, "default_length_seconds": 30, "default_temperature": 1.0}
    type_ = Type.objects.create(style=style, slug=slug, **{**known, **fields})
    for place, part in enumerate(parts):
        model, _ = Model.objects.get_or_create(name=part["model"])
        Part.objects.create(type=type_, position=place, **{**part, "model": model})
    return type_


def address(row: Any, page: str = "change", *more: Any) -> str:
    return reverse(f"admin:catalogue_{row._meta.model_name}_{page}", args=[row.pk, *more])


def press(client: Any, row: Any, action: str) -> str:
    """The page that the button leads to."""
    response = client.post(address(row, "act", action), follow=True)
    assert response.status_code == 200
    text: str = response.content.decode()
    return text


def add_in_admin(client: Any, table: str, **values: Any) -> Any:
    """What comes back of a filled page that adds a row."""
    path = reverse(f"admin:catalogue_{table}_add")
    return client.post(path, form_of(client, path) | values)


def save_list(client: Any, table: str, **changes: Any) -> Any:
    """What comes back of a list that was edited; `changes` by the names of its fields."""
    path = reverse(f"admin:catalogue_{table}_changelist")
    formset = client.get(path).context["cl"].formset
    forms = [formset.management_form, *formset]
    values = {field.html_name: field.value() for form in forms for field in form}
    kept = {name: value for name, value in values.items() if value is not None and value is not False}
    return client.post(path, {**kept, **changes, "_save": "Save"})
