"""Static files as production serves them: gathered beforehand, compressed, and named by their content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

if TYPE_CHECKING:
    from django.core.files.base import File

# Where the page's build puts what it has named by its content itself.
BUILT: Final = "assets/"


class CollectedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types
    """Puts a hash into each name that has none; no source maps are looked for, as none are served."""

    patterns = tuple(
        (files, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for files, rules in ManifestStaticFilesStorage.patterns
    )

    def file_hash(self, name: str | None, content: File[bytes] | None = None) -> str | None:
        """None for the page's own: its scripts call one another by the names that they have, and would run twice."""
        if name is not None and name.startswith(BUILT):
            return None
        hashed: str | None = super().file_hash(name, content)
        return hashed
