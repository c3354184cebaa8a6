"""The operator's pages in the admin."""

from __future__ import annotations

from web.operate.admin.history import HistoryAdmin
from web.operate.admin.people import GroupAdmin, PhoneAdmin, UserAdmin
from web.operate.admin.rules import RulesAdmin

__all__ = ("GroupAdmin", "HistoryAdmin", "PhoneAdmin", "RulesAdmin", "UserAdmin")
