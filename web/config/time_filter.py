"""From when until when, for lists in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import make_aware
from unfold.contrib.filters.admin import RangeDateTimeFilter

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest


class TimeFilter(RangeDateTimeFilter):  # type: ignore[misc]  # unfold has no types
    """A day may stand without a time: it begins and ends the range whole. Times are UTC."""

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        name = self.parameter_name
        ends = {f"{name}__gte": self._moment("from", "00:00"), f"{name}__lte": self._moment("to", "23:59:59.999999")}
        return queryset.filter(**{lookup: moment for lookup, moment in ends.items() if moment is not None})

    def _moment(self, end: str, usual_time: str) -> datetime | None:
        day = self.used_parameters.get(f"{self.parameter_name}_{end}_0")
        time = self.used_parameters.get(f"{self.parameter_name}_{end}_1") or usual_time
        try:
            moment = parse_datetime(f"{day} {time}") if day else None
        except ValueError:  # a thirteenth month
            return None
        return make_aware(moment) if moment else None
