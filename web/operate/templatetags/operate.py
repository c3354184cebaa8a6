"""The operator's word for the pages."""

from __future__ import annotations

from django import template

from web.operate.rules import banner

register = template.Library()

register.simple_tag(banner)
