"""How a piece is laid out, as a request may say it beside its parts: as it was resolved before."""

from __future__ import annotations

from typing import Any, Final

from rest_framework import serializers

from models_store.catalogue.limits import BARS, PITCH_CLASS
from web.api.fields import TruthField, WholeField
from web.api.part_request import MAX_PARTS, RoleField
from web.api.strict import StrictSerializer
from worker.contract.plan import Plan, Section

MAX_SECTIONS: Final = 128


class SectionRequestSerializer(StrictSerializer[Section]):
    """Some bars, and who plays in them."""

    name = RoleField("As musicians call it.")
    bars = WholeField(BARS, "How many.", required=True)
    roles: serializers.ListField = serializers.ListField(
        child=RoleField("That of a part."), max_length=MAX_PARTS, help_text="Of the parts that play; all others rest."
    )

    def validate(self, attrs: Any) -> Any:
        return Section(**{**attrs, "roles": tuple(attrs["roles"])})


class PlanRequestSerializer(StrictSerializer[Plan]):
    """A piece that ends on its tonic."""

    tonic = WholeField(PITCH_CLASS, "A pitch class, 0 for C; else it is heard from the notes.")
    is_minor = TruthField(help_text="Whether the tonic's chord is a minor one.")
    sections: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=SectionRequestSerializer(),
        max_length=MAX_SECTIONS,
        help_text="From the first bar to the last, the piece's bars together; none where all play from beginning to "
        "end.",
    )

    def validate(self, attrs: Any) -> Any:
        return Plan(attrs.get("tonic"), attrs["is_minor"], tuple(attrs["sections"]))
