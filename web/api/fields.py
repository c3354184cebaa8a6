"""Fields that take JSON's own types and nothing that only looks like them: "30" is no number, true is not 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.validators import RegexValidator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models_store.catalogue.limits import Limits, WholeLimits


class NumberField(serializers.FloatField):
    """A number within limits; null stands for leaving it out."""

    def __init__(self, limits: Limits, help_text: str) -> None:
        super().__init__(
            min_value=limits.minimum, max_value=limits.maximum, required=False, allow_null=True, help_text=help_text
        )

    def to_internal_value(self, data: object) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        try:
            return super().to_internal_value(data)
        except OverflowError:
            self.fail("invalid")


class WholeField(serializers.IntegerField):
    """A whole number within limits; where it is not required, null stands for leaving it out."""

    def __init__(self, limits: WholeLimits, help_text: str, *, required: bool = False) -> None:
        super().__init__(
            min_value=limits.minimum,
            max_value=limits.maximum,
            required=required,
            allow_null=not required,
            help_text=help_text,
        )

    def to_internal_value(self, data: object) -> int:
        if isinstance(data, bool) or not isinstance(data, int | float) or data % 1 != 0:
            self.fail("invalid")
        return int(data)


class TextField(serializers.CharField):
    """Characters as they are; where they are not required, null stands for leaving them out."""

    def __init__(self, max_length: int, help_text: str, *, required: bool = True) -> None:
        super().__init__(
            max_length=max_length,
            trim_whitespace=False,
            required=required,
            allow_null=not required,
            help_text=help_text,
        )

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class NameField(TextField):
    """The slug of something in the catalogue."""

    def __init__(self, help_text: str, *, required: bool = True) -> None:
        super().__init__(50, help_text, required=required)


class PatternField(TextField):
    """Characters of a pattern, which `must` puts in words."""

    def __init__(self, max_length: int, pattern: str, must: str, help_text: str) -> None:
        super().__init__(max_length, help_text)
        self.validators.append(RegexValidator(pattern, must, "invalid"))


class TruthField(serializers.BooleanField):
    """True or false."""

    def to_internal_value(self, data: object) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class NamedField(serializers.ChoiceField):
    """One name of a closed list; null stands for leaving it out.

    Attributes:
        unknown: Those there are, which stand beside one that is unknown.
    """

    def __init__(self, names: Iterable[str], help_text: str) -> None:
        self.unknown = list(names)
        super().__init__(choices=self.unknown, required=False, allow_null=True, help_text=help_text)
        self.error_messages["unknown"] = f"must be one of {', '.join(self.unknown)}."

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str) or data not in self.unknown:
            self.fail("unknown")
        return data


@extend_schema_field(OpenApiTypes.UUID)
class JobIdField(serializers.Field[str, str, Any, Any]):
    """A job's id; null stands for leaving it out. What cannot be one is unknown like any other that is none."""

    default_error_messages = {"unknown": "there is no such job; an id is such as that in a job's address."}  # noqa: RUF012  # DRF's way

    def __init__(self, help_text: str) -> None:
        super().__init__(required=False, allow_null=True, help_text=help_text)

    def to_internal_value(self, data: object) -> str:
        try:
            return str(UUID(data if isinstance(data, str) else ""))
        except ValueError:
            self.fail("unknown")
