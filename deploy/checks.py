"""`make check-deploy`: has every tool that will read these files read them, without an engine or a cluster.

What they find is printed; the status is 1 where they find anything.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml

DEPLOY: Final = Path(__file__).parent
REPOSITORY: Final = DEPLOY.parent
BIN: Final = Path(sys.executable).parent
OVERLAYS: Final = ("small", "gpu")
# Of others' kinds no schema is at hand; tests/unit/deploy looks at them.
OTHERS: Final = ("keda.sh/", "monitoring.coreos.com/")
SITES: Final = ("music.example.org", ":8080")
MADE_UP: Final = {"SITE_ADDRESS": "music.example.org", "ALLOWED_HOSTS": "music.example.org"}
SECRETS: Final = ("SECRET_KEY", "POSTGRES_PASSWORD", "GRAFANA_PASSWORD")


def main() -> int:
    with TemporaryDirectory() as name:
        folder = Path(name)
        found = [*images(), *compose(folder), *front(folder), *kubernetes(folder), *prometheus()]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


def images() -> list[str]:
    return run("hadolint", *map(str, sorted((DEPLOY / "images").glob("*.Dockerfile"))))


def compose(folder: Path) -> list[str]:
    """With a file of settings as `.env.example` asks for."""
    settings = folder / "settings"
    filled = MADE_UP | dict.fromkeys(SECRETS, "made-up-" * 8)
    settings.write_text("".join(f"{name}={value}\n" for name, value in filled.items()))
    return run("docker-compose", "--env-file", str(settings), "--profile", "*", "config", "--quiet")


def front(folder: Path) -> Iterator[str]:
    """With TLS and without."""
    for site in SITES:
        variables = {"SITE_ADDRESS": site, "HOME": str(folder)}
        yield from run("caddy", "validate", "--config", str(DEPLOY / "front" / "Caddyfile"), **variables)


def kubernetes(folder: Path) -> Iterator[str]:
    """Builds every overlay, and holds what comes out against the schemas of Kubernetes."""
    shutil.copytree(DEPLOY / "kubernetes", folder / "kubernetes")
    for overlay in OVERLAYS:
        place = folder / "kubernetes" / "overlays" / overlay
        shutil.copy(place / "secrets.env.example", place / "secrets.env")
        built = folder / f"{overlay}.yaml"
        yield from run("kubectl", "kustomize", str(place), "--output", str(built))
        if built.exists():
            yield from _against_schemas(built, folder / overlay)


def _against_schemas(built: Path, folder: Path) -> list[str]:
    folder.mkdir()
    known = [thing for thing in _things(built) if not thing["apiVersion"].startswith(OTHERS)]
    for thing in known:
        file = folder / f"{thing['kind']}-{thing['metadata']['name']}.yaml"
        file.write_text(yaml.safe_dump(thing))
    return run("kubernetes-validate", "--strict", "--quiet", *map(str, sorted(folder.iterdir())))


def _things(built: Path) -> list[dict[str, Any]]:
    return [thing for thing in yaml.safe_load_all(built.read_text()) if thing]


def prometheus() -> Iterator[str]:
    """By Prometheus' own tool, which comes with Prometheus and from no package of Python."""
    if shutil.which("promtool") is None:
        sys.stderr.write("promtool is not on PATH: Prometheus' files were not read (on Debian: package prometheus)\n")
        return
    folder = DEPLOY / "prometheus"
    yield from run("promtool", "check", "config", str(folder / "prometheus.yml"))
    yield from run("promtool", "test", "rules", str(folder / "alerts_test.yml"))


def run(program: str, *arguments: str, **environment: str) -> list[str]:
    """What it complained of; nothing where it was content."""
    variables = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", **environment}
    where = shutil.which(program, path=variables["PATH"]) or program
    done = subprocess.run(
        [where, *arguments], cwd=REPOSITORY, env=variables, capture_output=True, text=True, check=False
    )
    return [f"{program}:", done.stdout.strip(), done.stderr.strip()] if done.returncode else []


if __name__ == "__main__":
    sys.exit(main())
