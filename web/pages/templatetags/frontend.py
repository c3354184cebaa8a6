"""Tags that put the built front end into a page."""

from __future__ import annotations

from typing import Final

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from web.pages.built_frontend import entry, has_example, icon_drawing

register = template.Library()

ICON: Final = (
    '<svg class="icon bi-{}" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true" focusable="false">{}</svg>'
)
FONT: Final = '<link rel="preload" as="font" type="font/woff2" href="{}" crossorigin>'
STYLESHEET: Final = '<link rel="stylesheet" href="{}">'


@register.simple_tag
def frontend_entry(name: str) -> SafeString:
    """The stylesheet and script elements of one entry, its fonts asked for before the stylesheet names them."""
    return format_html("{}{}", frontend_styles(name), frontend_script(name))


@register.simple_tag
def frontend_script(name: str) -> SafeString:
    """The script element alone, of an entry that has no styles of its own."""
    return format_html('<script type="module" src="{}"></script>', static(entry(name).script))


@register.simple_tag
def frontend_styles(name: str) -> SafeString:
    """The same without the script, for pages that have none."""
    files = entry(name)
    fonts = format_html_join("", FONT, ((static(font),) for font in files.fonts))
    return format_html("{}{}", fonts, format_html_join("", STYLESHEET, ((static(style),) for style in files.styles)))


@register.simple_tag
def icon(name: str) -> SafeString:
    """A Bootstrap icon as decoration: what it means must be said beside it."""
    drawing = mark_safe(icon_drawing(name))  # noqa: S308 - comes from our own build
    return format_html(ICON, name, drawing)


@register.filter
def art_templates(style_slug: str) -> list[str]:
    """The picture of a style: its own, or its icon at large."""
    return [f"pages/art/styles/{style_slug}.svg", "pages/art/styles/default.svg"]


@register.filter
def example_url(style_slug: str) -> str:
    """The piece of a style that was made beforehand; empty where there is none."""
    name = f"{style_slug}.mp3"
    return static(f"examples/{name}") if has_example(name) else ""
