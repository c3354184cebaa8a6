"""Who may do what in the admin: three groups, each with the rights of the one before and more.

They are set anew by every `migrate`, when all rights are known; who wants others makes a group of another name.
"""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

HOUSE: Final = ("catalogue", "experiments", "jobs", "operate", "ratings", "training", "uploads", "webhooks")
# What music there is and how good it is.
EDITED: Final = ("catalogue", "experiments", "ratings", "training", "uploads")

_LOOK: Final = Q(content_type__app_label__in=HOUSE, codename__startswith="view_")
_EDIT: Final = _LOOK | Q(content_type__app_label__in=EDITED)
_HISTORY: Final = Q(content_type__app_label="admin", codename="view_logentry")
_OPERATE: Final = Q(content_type__app_label__in=HOUSE) | _HISTORY
ROLES: Final = {"viewer": _LOOK, "editor": _EDIT, "operator": _OPERATE}


def give_roles(using: str) -> None:
    """Makes the groups in database `using` and gives each its rights."""
    for name, rights in ROLES.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set(Permission.objects.using(using).filter(rights))
