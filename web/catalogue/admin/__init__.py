"""The catalogue in the admin: what is saved here holds from the next job on."""

from __future__ import annotations

from web.catalogue.admin.networks import ModelModelAdmin, ModelVersionAdmin
from web.catalogue.admin.styles import StyleAdmin
from web.catalogue.admin.types import TypeAdmin

__all__ = ["ModelModelAdmin", "ModelVersionAdmin", "StyleAdmin", "TypeAdmin"]
