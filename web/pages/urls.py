"""The pages' addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from web.pages.views import home

urlpatterns: list[URLPattern] = [path("", home, name="home")]
