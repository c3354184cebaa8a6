"""What uvicorn serves: `uvicorn web.config.asgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from web.limits.plain_headers import PlainHeaders
from web.live.application import around
from worker.contract import traces

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.config.settings")
traces.begin("cadenza-web")
application = PlainHeaders(around(get_wsgi_application()))
