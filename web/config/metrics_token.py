"""The token that `/metrics` wants."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOKEN: Final = re.compile(r"[\w~+/.-]{16,200}=*", re.ASCII)


def read_metrics_token(variables: Mapping[str, str]) -> str:
    """The value of `METRICS_TOKEN`; empty where it is not set.

    Raises:
        ImproperlyConfigured: It is no bearer token of enough characters; what was given is not repeated.
    """
    given = variables.get("METRICS_TOKEN", "").strip()
    if given and not _TOKEN.fullmatch(given):
        raise ImproperlyConfigured("METRICS_TOKEN must be 16 to 200 random letters and digits.")
    return given
