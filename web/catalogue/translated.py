"""Names and descriptions in the languages of the site."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import get_language, gettext

# What is written in every language, and how many characters it may have.
TRANSLATED: Final = {"name": 80, "description": 300}


class Translated(models.Model):
    """Something with a name and a description in English.

    Attributes:
        translations: What either is in another language, by the language's code; where it is not there, what the
            pages' own words have for the English stands in.
    """

    name = models.CharField(max_length=TRANSLATED["name"])
    description = models.CharField(max_length=TRANSLATED["description"], blank=True)
    translations = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def shown_name(self) -> str:
        """In the reader's language."""
        return self._shown("name")

    @property
    def shown_description(self) -> str:
        """In the reader's language."""
        return self._shown("description")

    def _shown(self, field: str) -> str:
        own: str = self.translations.get(get_language(), {}).get(field, "")
        return own or gettext(getattr(self, field))
