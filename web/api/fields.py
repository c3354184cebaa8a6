"""Fields that take JSON's own types and nothing that only looks like them: "30" is no number, true is not 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework import serializers

if TYPE_CHECKING:
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
    """A whole number within limits; null stands for leaving it out."""

    def __init__(self, limits: WholeLimits, help_text: str) -> None:
        super().__init__(
            min_value=limits.minimum, max_value=limits.maximum, required=False, allow_null=True, help_text=help_text
        )

    def to_internal_value(self, data: object) -> int:
        if isinstance(data, bool) or not isinstance(data, int | float) or data % 1 != 0:
            self.fail("invalid")
        return int(data)


class NameField(serializers.CharField):
    """The slug of something in the catalogue."""

    def __init__(self, help_text: str, *, required: bool = True) -> None:
        super().__init__(
            max_length=50, trim_whitespace=False, required=required, allow_null=not required, help_text=help_text
        )

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)
