"""What an operator may write into the rules."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from web.limits.quota import parse_quota


def check_quota(text: str) -> None:
    """Refuses what is no quota and says what one is."""
    try:
        parse_quota(text)
    except ValueError as error:
        raise ValidationError(f"This must be {error}.") from error
