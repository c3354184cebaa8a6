"""What uvicorn serves: `uvicorn web.config.asgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from web.limits.plain_headers import PlainHeaders
from web.live.application import around

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.config.settings")
application = PlainHeaders(around(get_wsgi_application()))
