"""The app of the pieces."""

from __future__ import annotations

from django.apps import AppConfig


class PiecesConfig(AppConfig):
    name = "web.pieces"
