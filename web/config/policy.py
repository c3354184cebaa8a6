"""The Content-Security-Policy: this host alone, nothing inline; but for what the admin and the mixer need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE, WASM_UNSAFE_EVAL
from csp.middleware import CSPMiddleware

if TYPE_CHECKING:
    from csp.middleware import PolicyParts
    from django.http import HttpRequest, HttpResponseBase

ADMIN_PATH: Final = "/admin/"
HOME_PATH: Final = "/"

STRICT: Final[dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # Bootstrap's stylesheet draws its form controls with data: images.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# Unfold's theme runs Alpine, which compiles attributes, and sets its colours in style elements and attributes.
ADMIN_ADDITIONS: Final[dict[str, Any]] = {
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
}
# What decodes the instruments of the mixer is WebAssembly, as a part of our own script.
HOME_ADDITIONS: Final[dict[str, Any]] = {"script-src": [SELF, WASM_UNSAFE_EVAL]}


class PolicyMiddleware(CSPMiddleware):
    """Sets the strict policy everywhere but under the admin and on the page with the mixer."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(ADMIN_PATH):
            parts.update = ADMIN_ADDITIONS
        elif request.path == HOME_PATH:
            parts.update = HOME_ADDITIONS
        return parts
