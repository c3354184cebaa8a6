"""The addresses within the admin that are no model's."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from web.operate.dashboard import renew
from web.operate.second_factor import second_factor
from web.operate.workers import order

app_name = "operate"

urlpatterns = [
    path("now", renew, name="now"),
    path("workers", admin.site.admin_view(order), name="workers"),
    path("second-factor", admin.site.admin_view(second_factor), name="second-factor"),
]
