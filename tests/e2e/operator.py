"""An operator with an account, at the admin in a browser."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

from tests.service import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.service import Service

NAME: Final = "clara"
PASSWORD: Final = "a fugue in four voices"
ANSWERED_WITHIN_MILLISECONDS: Final = 60_000


def manage(service: Service, *arguments: str, **environment: str) -> None:
    """`manage.py` on the service's database, with more in its environment."""
    command, variables = [sys.executable, "manage.py", *arguments], {**service.environment, **environment}
    subprocess.run(command, cwd=ROOT, env=variables, check=True, stdout=subprocess.DEVNULL)


def add_operator(service: Service) -> None:
    """As `make admin` does."""
    account = ("--noinput", "--username", NAME, "--email", "")
    manage(service, "createsuperuser", *account, DJANGO_SUPERUSER_PASSWORD=PASSWORD)


def log_in(page: Page, url: str) -> None:
    """What is waited for in this page from now on may take long, for the admin's are not built for speed."""
    page.context.set_default_timeout(ANSWERED_WITHIN_MILLISECONDS)
    page.goto(f"{url}/admin/")
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
