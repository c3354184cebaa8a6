"""Groups of models that have workers of their own, as an operator writes them."""

from __future__ import annotations

import re
from typing import Final

from worker.contract.lanes import Lane

_GROUP: Final = re.compile(r"([a-z0-9-]{1,30})=([a-z0-9_-]+(?:,[a-z0-9_-]+)*)")


def model_groups(text: str) -> dict[str, frozenset[str]]:
    """The names of the models of each group, out of `group=model,model; group=model`.

    Raises:
        ValueError: A group is ill-formed, comes twice or has the name of a lane.
    """
    groups: dict[str, frozenset[str]] = {}
    for entry in filter(None, (part.strip() for part in text.split(";"))):
        match = _GROUP.fullmatch(entry)
        if match is None:
            raise ValueError(f"must be group=model,model; group=model, not {entry!r}")
        name, models = match.groups()
        if name in groups or name in set(Lane):
            raise ValueError(f"must name each group once, and none like a lane ({', '.join(Lane)}), not {name!r}")
        groups[name] = frozenset(models.split(","))
    return groups
