"""The `LOGGING` setting: one line an event on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from worker.contract.logs import FORMATTERS, Concerned

if TYPE_CHECKING:
    from worker.contract.logs import LogFormat


def logging_config(level: str, log_format: LogFormat) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"concerned": {"()": Concerned}},
        "formatters": {"line": {"()": FORMATTERS[log_format]}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["concerned"]}},
        "root": {"handlers": ["stderr"], "level": level},
        # Django's and uvicorn's own handlers are replaced, so that a line is written once and as all others.
        "loggers": {
            **{name: {"handlers": [], "propagate": True} for name in ("django", "django.server", "uvicorn")},
            # Who asks for what is nobody's business, and metrics count it.
            "uvicorn.access": {"handlers": [], "propagate": False},
        },
    }
