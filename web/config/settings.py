"""Django's settings; what an operator may choose is read in `web.config.environment`."""

from __future__ import annotations

import os

from django.urls import reverse_lazy

from web.api.description import description
from web.config.databases import databases
from web.config.environment import REPOSITORY, read_environment
from web.config.logs import logging_config
from web.config.policy import STRICT

ENVIRONMENT = read_environment(os.environ)

REDIS_URL = ENVIRONMENT.redis_url
BROKER_URL = ENVIRONMENT.broker_url
RESULTS_URL = ENVIRONMENT.results_url
MODELS_DIR = ENVIRONMENT.models_dir
UPLOADS_DIR = ENVIRONMENT.uploads_dir
HELD_OUT_DIR = ENVIRONMENT.held_out_dir
QUEUE_LIMIT = ENVIRONMENT.queue_limit
RESULT_TTL_SECONDS = ENVIRONMENT.result_ttl_seconds
AUDIO_RENDERING = ENVIRONMENT.audio_rendering
AUDIO_GRACE_SECONDS = ENVIRONMENT.audio_grace_seconds
WEB_THREADS = ENVIRONMENT.web_threads
STREAM_LIMIT = ENVIRONMENT.stream_limit
STREAMS_PER_CLIENT = ENVIRONMENT.streams_per_client
CORS_ORIGINS = ENVIRONMENT.cors_origins
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
CREATE_QUOTA = ENVIRONMENT.create_quota
READ_QUOTA = ENVIRONMENT.read_quota
CLIENT_JOBS_LIMIT = ENVIRONMENT.client_jobs_limit
WEBHOOK_SECRET = ENVIRONMENT.webhook_secret
METRICS_TOKEN = ENVIRONMENT.metrics_token
MODEL_GROUPS = ENVIRONMENT.model_groups

# Never on, not even locally: its error pages show code and settings, and hide the problems that the API answers.
DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(ENVIRONMENT.csrf_trusted_origins)
ROOT_URLCONF = "web.config.urls"
ASGI_APPLICATION = "web.config.asgi.application"
DATABASES = databases(ENVIRONMENT.database_url)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING = logging_config(ENVIRONMENT.log_level, ENVIRONMENT.log_format)
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
# Those that `locale` has, besides English; the reader's browser or the choice in the footer picks one.
LANGUAGES = [("en", "English"), ("zh-hans", "Simplified Chinese")]
LOCALE_PATHS = [REPOSITORY / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = ENVIRONMENT.is_production

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "web.catalogue",
    "web.uploads",
    "web.training",
    "web.jobs",
    "web.ratings",
    "web.experiments",
    "web.webhooks",
    "web.api",
    "web.ops",
    "web.pages",
    "web.pieces",
    "web.operate",
]

MIDDLEWARE = [
    "web.ops.request_metrics.RequestMetrics",
    "web.ops.request_logs.JobOfRequest",
    "web.ops.any_name.ProbesByAnyName",
    "web.config.compression.PageCompression",
    "django.middleware.security.SecurityMiddleware",
    "web.config.policy.PolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [REPOSITORY / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

LOGIN_REDIRECT_URL = "admin:index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# Production serves what `collectstatic` gathered; a local run finds the files where they lie.
FRONTEND_DIST = REPOSITORY / "frontend" / "dist"
STATIC_URL = "/static/"
STATICFILES_DIRS = [FRONTEND_DIST] if FRONTEND_DIST.is_dir() else []
STATIC_ROOT = REPOSITORY / "var" / "static" if ENVIRONMENT.is_production else None
WHITENOISE_USE_FINDERS = not ENVIRONMENT.is_production
# The instruments of the mixer are compressed already, as sound is.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("br", "gz", "mid", "mp3", "png", "wasm", "woff2")
# Nobody asks for a file by a name that would not change with its content.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# The page's build and collectstatic, each in its way, put a hash of the content in the name.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[\w-]{8}\.|\.[0-9a-f]{12}\."
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "web.config.static_files.CollectedFiles"
        if ENVIRONMENT.is_production
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

CONTENT_SECURITY_POLICY = STRICT
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Nobody but those of the admin has a session: it ends with the browser, and with the working day.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
# A name that browsers take from this very host alone, by TLS alone.
SESSION_COOKIE_NAME = "__Host-sessionid" if ENVIRONMENT.is_production else "sessionid"
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = ENVIRONMENT.is_production
CSRF_COOKIE_SECURE = ENVIRONMENT.is_production
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = ENVIRONMENT.is_production
# Probes come from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
# In production a proxy ends TLS and says so; it must set this header itself and drop what a client sent.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.is_production else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ENVIRONMENT.is_production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.is_production
SECURE_HSTS_PRELOAD = ENVIRONMENT.is_production

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["web.api.parsers.BoundedJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "web.api.negotiation.AlwaysJSON",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "web.api.exceptions.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
    # What a client sent is named in refusals, and may hold characters that no encoding takes as they are.
    "UNICODE_JSON": False,
    "LIST_SERIALIZER_ERRORS_AS_DICT": True,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Cadenza",
    "DESCRIPTION": description(),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": [],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

UNFOLD = {
    "SITE_TITLE": "Cadenza",
    "SITE_HEADER": "Cadenza",
    "DASHBOARD_CALLBACK": "web.operate.dashboard.dashboard",
    "LOGIN": {"form": "web.operate.login.LoginForm"},
    "ACCOUNT": {"navigation": [{"title": "Two-factor login", "link": reverse_lazy("operate:second-factor")}]},
}
OTP_TOTP_ISSUER = "Cadenza"
