"""Drains and wakes workers at the operator's word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from redis.exceptions import RedisError

from web.config.redis import redis_client
from web.operate.crew import crew
from web.operate.log import log
from web.operate.models import Rules
from worker.contract.drain import drain, wake

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis import Redis

ORDERS: Final[dict[str, tuple[Callable[[Redis, str], None], str]]] = {
    "drain": (drain, "Worker drained: it finishes what it has and takes no new job."),
    "wake": (wake, "Worker woken: it takes jobs again."),
}


@require_POST
@permission_required("operate.drain_workers", raise_exception=True)
def order(request: HttpRequest) -> HttpResponse:
    """Tells the `worker` what `order` it is given; it obeys within seconds."""
    worker = request.POST.get("worker", "")
    chosen = ORDERS.get(request.POST.get("order", ""))
    try:
        if chosen is None or worker not in {member.name for member in crew(redis_client())}:
            messages.error(request, "No such worker was heard of lately.")
        else:
            chosen[0](redis_client(), worker)
            log(request, Rules, worker, chosen[1])
            messages.success(request, f"{worker}: {chosen[1]} This shows within five seconds.")
    except RedisError:
        messages.error(request, "Redis does not answer; nothing was done.")
    return redirect("admin:index")
