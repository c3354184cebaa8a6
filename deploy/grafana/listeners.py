"""The panels of what listeners get."""

from __future__ import annotations

from typing import Final

from deploy.grafana.panel import Panel, half_and_most, rate_of

LISTENERS: Final = (
    Panel(
        "First sound",
        "From the request to the first sound, of the last pieces. Late: render workers are full, or composers are.",
        "s",
        (("{{quantile}}", "max by (quantile) (cadenza_first_sound_seconds)"),),
        red_from=5,
    ),
    Panel(
        "First note",
        "From a run's beginning to its first note: what composing adds to the wait. Late: networks are being loaded.",
        "s",
        half_and_most("max by (le) (rate(cadenza_first_note_seconds_bucket[5m]))"),
        red_from=5,
    ),
    Panel(
        "Wait before a piece begins",
        "Of the last hour's pieces, and of the one that has waited longest now. It grows when all places are taken.",
        "s",
        (
            ("{{quantile}}", "max by (quantile) (cadenza_wait_seconds)"),
            ("longest now", "max(cadenza_oldest_queued_seconds)"),
        ),
        red_from=60,
    ),
    Panel(
        "Pieces a minute",
        "Finished, over the last five minutes.",
        "short",
        (("pieces", "max(cadenza_pieces_per_minute)"),),
    ),
    Panel(
        "Refused, a second",
        "Well-formed requests that were not served, by the code that the caller read.",
        "reqps",
        (("{{code}}", "sum by (code) (rate(cadenza_refused_total[5m]))"),),
    ),
    Panel(
        "What went wrong",
        "Jobs of the last hour that failed or expired, by their code, and those that began more than once.",
        "short",
        (("{{code}}", "max by (code) (cadenza_hour_errors)"), ("began again", "max(cadenza_hour_restarted_jobs)")),
    ),
    Panel(
        "How runs end, a second",
        "By a status or the code of an error; handed_back and superseded are of workers that ended or were overtaken.",
        "short",
        (("{{end}}", f"max by (end) ({rate_of('runs')})"),),
    ),
    Panel(
        "Jobs under way",
        "Queued, and with a worker.",
        "short",
        (("{{status}}", 'max by (status) (cadenza_jobs{status=~"queued|running"})'),),
    ),
)
