"""What can be played now, and why the rest cannot: the one place that knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Prefetch

from web.catalogue.models import Part, Style, Type
from web.catalogue.services.fitness import ills_of_part, ills_of_type
from web.config.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

_NO_PART: Final = "It has no part: add one, and save."
_NO_TYPE: Final = "It has no type: add one."
_NONE_PUBLISHED: Final = "None of its types is both published and playable: publish one first."


def why_not(type_: Type, parts: Iterable[Part] | None = None) -> tuple[str, ...]:
    """Why a type cannot be played, in sentences; none where it can.

    Args:
        type_: Published or not.
        parts: Who plays in it; left out, those that are saved.
    """
    players = list(type_.parts.all() if parts is None else parts)
    ills = [ill for part in players for ill in ills_of_part(part)]
    return (*([] if players else [_NO_PART]), *ills_of_type(type_), *ills)


def why_not_style(style: Style) -> tuple[str, ...]:
    """Why none of a style's types is offered, in sentences; none where one would be."""
    types = style.types.all()
    if any(type_.is_enabled and not why_not(type_) for type_ in types):
        return ()
    return (_NONE_PUBLISHED if types else _NO_TYPE,)


def reasons_against(row: Style | Type) -> tuple[str, ...]:
    """Why listeners cannot be offered it, in sentences; none where they can."""
    return why_not(row) if isinstance(row, Type) else why_not_style(row)


def with_parts(types: QuerySet[Type]) -> QuerySet[Type]:
    """The same with all that `why_not` looks at."""
    parts = Part.objects.select_related("model__active_version__model").defer("model__active_version__card")
    return types.select_related("style").prefetch_related(Prefetch("parts", queryset=parts))


def playable_types() -> list[Type]:
    """Types that are published in styles that are, in the order they are shown, and who plays them now."""
    types = with_parts(Type.objects.filter(is_enabled=True, style__is_enabled=True))
    return [type_ for type_ in types if not why_not(type_)]


# Every request asks for them: what is edited here is known at once, elsewhere in a second.
known_types: Final = Recent(playable_types, 1.0)


def playable_styles() -> list[Style]:
    """Styles in the order they are shown, each with its `playable_types`; those without any are left out."""
    enabled = Prefetch("types", with_parts(Type.objects.filter(is_enabled=True)), to_attr="playable_types")
    styles = list(Style.objects.filter(is_enabled=True).prefetch_related(enabled))  # type: ignore[no-redef]  # it is declared there
    for style in styles:
        style.playable_types = [type_ for type_ in style.playable_types if not why_not(type_)]
    return [style for style in styles if style.playable_types]
