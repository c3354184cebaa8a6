"""Pages of long lists that are never counted to their end."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast

from django.core.paginator import Paginator

if TYPE_CHECKING:
    from django.db.models import QuerySet

MAX_ROWS: Final = 2000


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # no generic at run time
    """Counts up to `MAX_ROWS`: what lies further back is found by a search or a filter."""

    @cached_property
    def count(self) -> int:
        # The order, which the list has for its pages, says nothing about how many there are.
        rows = cast("QuerySet[Any]", self.object_list)
        return len(rows.order_by().values_list("pk", flat=True)[:MAX_ROWS])
