"""A second factor that each user may turn on: a code from an app on the phone (RFC 6238)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import segno
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django_otp.plugins.otp_totp.models import TOTPDevice

from web.operate.log import log

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

NAME: Final = "phone"
WRONG: Final = "That code is not right; codes change every 30 seconds, so take the newest one and try again."


def second_factor(request: HttpRequest) -> HttpResponse:
    """Shows the code to scan and turns it on, or turns it off, once a right code of the phone is given."""
    user = cast("User", request.user)
    phone, _ = TOTPDevice.objects.get_or_create(user=user, name=NAME, defaults={"confirmed": False})
    if request.method == "POST":
        _turn(request, phone)
        return redirect("operate:second-factor")
    context = {**admin.site.each_context(request), "title": "Two-factor login", "phone": phone, "code": _code(phone)}
    return render(request, "operate/second_factor.html", context)


def _turn(request: HttpRequest, phone: TOTPDevice) -> None:
    if not (phone.verify_is_allowed()[0] and phone.verify_token(request.POST.get("token", ""))):
        messages.error(request, WRONG)
    elif phone.confirmed:
        phone.delete()
        _tell(request, "Two-factor login is off.")
    else:
        phone.confirmed = True
        phone.save()
        _tell(request, "Two-factor login is on.")


def _tell(request: HttpRequest, sentence: str) -> None:
    user = cast("User", request.user)
    log(request, User, user.get_username(), sentence, str(user.pk))
    messages.success(request, sentence)


def _code(phone: TOTPDevice) -> SafeString | None:
    """To scan; of one that is on nobody sees it any more."""
    if phone.confirmed:
        return None
    drawn = segno.make(phone.config_url, error="m").svg_inline(scale=5, light="#fff")
    return mark_safe(drawn)  # noqa: S308  # modules and numbers, nothing that anybody wrote
