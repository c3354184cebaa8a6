"""Writes into the admin's history what was done there other than by its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import Model
    from django.http import HttpRequest

MAX_NAME_CHARACTERS: Final = 200


def log(request: HttpRequest, model: type[Model], name: str, sentence: str, key: str | None = None) -> None:
    """The user of the request did this.

    Args:
        request: The one that did it.
        model: The kind of thing it was done to, or that is nearest to it.
        name: Which one, as people say it.
        sentence: What was done.
        key: Its row's, where it has one.
    """
    LogEntry.objects.create(
        user=cast("User", request.user),
        content_type=ContentType.objects.get_for_model(model),
        object_id=key,
        object_repr=name[:MAX_NAME_CHARACTERS],
        action_flag=CHANGE,
        change_message=sentence,
    )
