"""The words before the API's description, and what each problem code means."""

from __future__ import annotations

from typing import Final

# Programs may rely on these; each is the end of a problem's `type`.
PROBLEM_CODES: Final = {
    "invalid_request": "A value is outside its limits, unknown, or of the wrong type; `errors` names each.",
    "parse_error": "The body is no JSON.",
    "body_too_large": "The body is over 384 kB.",
    "unsupported_media_type": "The body must be `application/json`.",
    "bad_request": "The request itself is ill-formed, such as for a host name that is not served here.",
    "not_found": "There is no such job, file or address, or not any more.",
    "method_not_allowed": "The address does not take this method; `Allow` names those it takes.",
    "range_not_satisfiable": "The range lies outside the file; `Content-Range` gives its size.",
    "rate_limited": "The caller asks for more than its quota; come again after `Retry-After`.",
    "too_many_jobs": "As many jobs of this caller are under way as it may have at once; wait for one to end.",
    "invalid_idempotency_key": "The `Idempotency-Key` is no name that can be kept.",
    "idempotency_key_reused": "The `Idempotency-Key` stands for another request.",
    "invalid_event_id": "`Last-Event-ID` is none that a stream of events can have given.",
    "no_audio": "There is no audio of this piece, and none will be; `detail` says why.",
    "nothing_to_rate": "The job has no piece, or none yet, and only pieces are rated.",
    "nothing_to_hear": "The job has no piece, or none yet, and only a piece can have been heard.",
    "audio_pending": "The audio is being made; come again after `Retry-After`.",
    "too_many_streams": "As many streams are open for this caller as it may have; close one, or poll.",
    "streams_full": "As many streams are open as are served; poll, or come again after `Retry-After`.",
    "stream_unavailable": "This server cannot send events; poll instead.",
    "queue_full": "As many jobs are under way as are taken; come again after `Retry-After`.",
    "queue_unavailable": "The queue is away; nothing was accepted; come again after `Retry-After`.",
    "database_unavailable": "The database is away; come again after `Retry-After`.",
    "file_unavailable": "The file cannot be read just now; come again after `Retry-After`.",
    "internal": "A fault on our side.",
}


def description() -> str:
    """Markdown."""
    rows = "\n".join(f"| `{code}` | {meaning} |" for code, meaning in PROBLEM_CODES.items())
    return (
        "New music from a style, a type and a length. Ask for a piece, poll it while `Retry-After` is there, "
        "fetch its files. Every refusal is a problem (RFC 9457) with one of these codes:\n\n"
        f"| code | meaning |\n|---|---|\n{rows}\n"
    )
