"""The login of the admin: slow for those who guess, and with a second factor for those who have one."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django_otp import match_token, user_has_device
from redis.exceptions import RedisError
from unfold.forms import AuthenticationForm
from unfold.widgets import UnfoldAdminTextInputWidget

from web.config.redis import redis_client
from web.limits.allowance import RateLimited
from web.limits.bucket import take
from web.limits.caller import caller_of
from web.limits.quota import Quota

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http import HttpRequest

logger = logging.getLogger(__name__)

POLICY: Final = "login"
# Of one address; a network has eight times as many.
TRIES: Final = Quota(10, 600)


class LoginForm(AuthenticationForm):  # type: ignore[misc]  # unfold has no types
    """Each try counts, right or wrong; after too many nothing is even looked at."""

    token = forms.CharField(
        label="Code from your phone",
        required=False,
        max_length=10,
        help_text="Only if you have turned on two-factor login.",
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        _charge(self.request)
        cleaned: dict[str, Any] = super().clean()
        _check_token(self.get_user(), cleaned.get("token", ""))
        return cleaned


def _charge(request: HttpRequest) -> None:
    try:
        take(redis_client(), POLICY, caller_of(request), TRIES, 1)
    except RateLimited as error:
        minutes = -(-error.retry_after_seconds // 60)
        raise ValidationError(f"Too many tries; the next one is in {minutes} min.", code=error.code) from error
    except RedisError as error:
        # An operator is needed most while something is away.
        logger.warning("a login is not counted: %s", error)


def _check_token(user: User, token: str) -> None:
    # A code that is not given is no guess, for which the device would make the next one wait.
    if user_has_device(user) and not (token and match_token(user, token)):
        raise ValidationError("This account needs the newest code from your phone as well.", code="second_factor")
