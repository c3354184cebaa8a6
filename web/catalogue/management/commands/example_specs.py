"""`manage.py example_specs`: what a worker is told for an example of every style, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from django.core.management.base import BaseCommand, CommandError

from models_store.catalogue.limits import SEED
from web.catalogue.models import Style
from web.catalogue.services.playable import playable_styles
from web.catalogue.services.ranges import nearest_length
from web.catalogue.services.request import JobRequest
from web.catalogue.services.resolve import resolve

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from worker.contract.job_spec import JobSpec

LENGTH_SECONDS: Final = 20.0
TIME_LIMIT_SECONDS: Final = 600.0
DEFAULT_SEED: Final = 1
# Nobody hears them who could be asked which of two versions is the better one.
_LISTENER: Final = ""


class Command(BaseCommand):
    help = "Prints the message for a piece of 20 s of every style that can be played, each of its default type."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="of all pieces (default 1)")

    def handle(self, *_args: object, seed: int, **_options: object) -> None:
        if not SEED.minimum <= seed <= SEED.maximum:
            raise CommandError(f"--seed must be from {SEED.minimum} to {SEED.maximum}, not {seed}")
        styles = playable_styles()
        for style in Style.objects.filter(is_enabled=True).exclude(pk__in=[style.pk for style in styles]):
            self.stderr.write(f"{style.slug} is left out: none of its types can be played yet")
        self.stdout.write(json.dumps([spec.to_json() for style in styles for spec in _specs(style, seed)], indent=1))


def _specs(style: Style, seed: int) -> list[JobSpec]:
    length_seconds = nearest_length(style.playable_types[0], LENGTH_SECONDS)
    request = JobRequest(style=style.slug, length_seconds=length_seconds, seed=seed)
    return [piece.spec("", TIME_LIMIT_SECONDS) for piece in resolve(request, _LISTENER)]
