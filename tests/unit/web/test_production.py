"""The production configuration, and what every answer carries."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

ROOT = Path(__file__).parents[3]
PRODUCTION = {"ENVIRONMENT": "production", "SECRET_KEY": "".join(map(chr, range(48, 123))), "ALLOWED_HOSTS": "a.org"}


def manage(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_deploy_is_clean_in_production(tmp_path: Path) -> None:
    run = manage("check", "--deploy", "--fail-level=WARNING", DATABASE_URL=f"sqlite:///{tmp_path}/db", **PRODUCTION)
    assert (run.returncode, run.stderr) == (0, "")
    assert "no issues (0 silenced)" in run.stdout


def test_a_bad_value_stops_the_start(tmp_path: Path) -> None:
    run = manage("check", DATABASE_URL=f"sqlite:///{tmp_path}/db", QUEUE_LIMIT="lots")
    assert run.returncode != 0
    assert "QUEUE_LIMIT is 'lots'; it must be a whole number from 1 to 1000000." in run.stderr


def test_migrations_say_what_the_models_say(db: None) -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def collected(root: Path, settings: Settings) -> dict[str, str]:
    """Gathers static files below a folder as production does; each one's name, by that which pages know it by."""
    from django.core.management import call_command

    collecting = {"BACKEND": "web.config.static_files.CollectedFiles"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": collecting}
    settings.STATIC_ROOT = root
    call_command("collectstatic", "--noinput", verbosity=0)
    names: dict[str, str] = json.loads((root / "staticfiles.json").read_text())["paths"]
    return names


def test_the_built_page_can_be_collected_as_production_serves_it(tmp_path: Path, settings: Settings) -> None:
    names = collected(tmp_path, settings)
    assert any("spessasynth_processor" in name for name in names)


def test_files_are_collected_by_names_that_tell_their_content_and_those_of_the_build_by_its_own(
    tmp_path: Path, settings: Settings
) -> None:
    built, script = tmp_path / "dist", "assets/main-1a2b3c4d.js"
    (built / "assets").mkdir(parents=True)
    (built / script).write_text("//# sourceMappingURL=not-here.js.map\n")
    (built / "favicon.svg").write_text("<svg/>")
    settings.STATICFILES_DIRS = [built]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    names = collected(tmp_path / "static", settings)
    assert names[script] == script
    kept = {path.name for path in (tmp_path / "static").glob("favicon*")}
    assert kept == {names["favicon.svg"]}
    assert re.fullmatch(r"favicon\.[0-9a-f]{12}\.svg", names["favicon.svg"])


@pytest.mark.parametrize("path", ["/healthz", "/api/v1/catalogue", "/api/v1/docs", "/nowhere"])
def test_every_answer_allows_this_host_alone(client: Client, db: None, path: str) -> None:
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"


def test_only_the_page_with_the_mixer_may_run_what_decodes_its_instruments(client: Client, db: None) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert policy.count("unsafe") == 1
    assert "http" not in policy


def test_only_the_admin_is_allowed_what_its_theme_needs(client: Client, db: None) -> None:
    policy = client.get("/admin/login/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval'" in policy
    assert "default-src 'self'" in policy


BLOCKER = """
import pkgutil, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"tensorflow", "note_seq", "numpy", "mido", "tinysoundfont", "lameenc"}:
            raise ImportError(f"web asked for {name}")

sys.meta_path.insert(0, Blocked())
import django, web
django.setup()
from importlib import import_module
for module in pkgutil.walk_packages(web.__path__, "web."):
    import_module(module.name)
import web.config.asgi, web.config.urls
print(len(sys.modules))
"""


def test_all_of_web_imports_where_nothing_of_the_worker_is_installed() -> None:
    run = subprocess.run(
        [sys.executable, "-c", BLOCKER],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "web.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
