"""What can be played now: enabled types of enabled styles, all of whose parts have a version that plays."""

from __future__ import annotations

from typing import Final

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from web.catalogue.models import Part, Style, Type
from web.config.recent import Recent


def playable_types() -> QuerySet[Type]:
    """Types in the order they are shown, their styles with them."""
    parts = Part.objects.filter(type=OuterRef("pk"))
    return (
        Type.objects.filter(Exists(parts), ~Exists(parts.filter(model__active_version=None)))
        .filter(is_enabled=True, style__is_enabled=True)
        .select_related("style")
    )


def _types_with_parts() -> QuerySet[Type]:
    parts = Part.objects.select_related("model__active_version").defer("model__active_version__card")
    return playable_types().prefetch_related(Prefetch("parts", queryset=parts))


def _known_types() -> list[Type]:
    return list(_types_with_parts())


# With all their parts, for every request asks for them: what is edited here is known at once, elsewhere in a second.
known_types: Final = Recent(_known_types, 1.0)


def playable_styles() -> list[Style]:
    """Styles in the order they are shown, each with the types that can be played and who plays them now.

    Those without any type are left out.
    """
    styles = Style.objects.filter(is_enabled=True).prefetch_related(Prefetch("types", queryset=_types_with_parts()))
    return [style for style in styles if style.types.all()]
