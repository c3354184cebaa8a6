"""Pages of what can be published: looked at, listened to, and then offered to listeners or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin

from web.catalogue.admin.forms import LANGUAGES, PublishedForm, translation_fields
from web.catalogue.history import ToldChanges
from web.catalogue.refusal import RequestRefusedError
from web.catalogue.services.publish import NotPlayableError, order_preview, publish, withdraw
from web.jobs.services.busy import BUSY, BUSY_SENTENCE

if TYPE_CHECKING:
    from django.forms import ModelForm
    from django.http import HttpRequest

    from web.catalogue.models import Style, Type

Fieldsets = list[tuple[str | None, dict[str, Any]]]


class PublishedAdmin(ToldChanges, ModelAdmin):  # type: ignore[misc]  # unfold has no types
    """Styles or types: rows that seeding knows by their slug, which therefore is fixed once it is given."""

    change_form_outer_before_template = "catalogue/published.html"
    own_fieldsets: ClassVar[Fieldsets]

    def get_readonly_fields(self, _request: HttpRequest, obj: object | None = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def get_fieldsets(self, _request: HttpRequest, _obj: object | None = None) -> Fieldsets:
        said = [(f"In {language}", {"fields": translation_fields(code)}) for code, language in LANGUAGES.items()]
        return [*self.own_fieldsets, *said]

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[ModelForm[Any]]:
        form: type[ModelForm[Any]] = super().get_changelist_form(request, form=PublishedForm, **kwargs)
        return form

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        shown = self._context(request, row) if row else {}
        response: HttpResponse = super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})
        return response

    def _context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        shown = self.shown(row)
        can_preview = any(not type_.reasons for type_ in shown["types"])
        return {**shown, "row": row, "can_preview": can_preview, "may_change": self.has_change_permission(request, row)}

    def shown(self, row: Any) -> dict[str, Any]:
        """What the template asks for: the `types` to look at, and the `reasons` against publishing the row."""
        raise NotImplementedError

    def previewed(self, row: Any) -> list[Type]:
        """The types of which a preview of the row makes a piece."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        act = self.admin_site.admin_view(require_POST(self.act_view))
        name = f"catalogue_{self.opts.model_name}_act"
        return [path("<int:row_id>/do/<slug:action>", act, name=name), *super().get_urls()]

    def act_view(self, request: HttpRequest, row_id: int, action: str) -> HttpResponse:
        """Does what a button says, writes it into the history, and leads back to the page."""
        row = get_object_or_404(self.model, pk=row_id)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        try:
            self.act(request, row, action)
        except (NotPlayableError, RequestRefusedError) as error:
            messages.error(request, f"{row} cannot be played. {error}")
        except BUSY:
            messages.error(request, BUSY_SENTENCE)
        return HttpResponseRedirect(reverse(f"admin:catalogue_{self.opts.model_name}_change", args=[row_id]))

    def act(self, request: HttpRequest, row: Style | Type, action: str) -> None:
        """Does one of them.

        Raises:
            Http404: There is no such action.
            NotPlayableError, RequestRefusedError, QueueFullError, QueueUnavailableError: As the services do.
        """
        match action:
            case "publish":
                publish(row)
                done = "Published."
            case "withdraw":
                withdraw(row)
                done = "Withdrawn from listeners."
            case "preview":
                for type_ in self.previewed(row):
                    order_preview(type_)
                return
            case _:
                raise Http404
        self.log_change(request, row, done)
        messages.success(request, f"{row}: {done[0].lower()}{done[1:]}")


def in_short(reasons: tuple[str, ...]) -> str:
    """For a list: the first reason why something cannot be played, and how many more there are."""
    if not reasons:
        return "Yes."
    more = len(reasons) - 1
    return f"No. {reasons[0]}" + (f" (And {more} more.)" if more else "")
