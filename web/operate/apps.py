"""The app of operate."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class OperateConfig(AppConfig):
    name = "web.operate"
    verbose_name = "Operations"

    def ready(self) -> None:
        from django.contrib import admin

        admin.site.index_template = "operate/dashboard.html"
        admin.site.login_template = "operate/login.html"
        apps.get_app_config("otp_totp").verbose_name = "Two-factor login"
        post_migrate.connect(_give_roles, sender=self)


def _give_roles(using: str, **_: Any) -> None:
    from web.operate.roles import give_roles

    give_roles(using)
