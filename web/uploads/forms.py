"""What an operator says of a network that is uploaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from models_store.uploads import MAX_UPLOAD_BYTES, SUFFIXES
from web.catalogue.models import Model
from web.uploads.models import Upload
from web.uploads.services.files import suffix_of

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    _Form = forms.ModelForm[Upload]
else:
    _Form = forms.ModelForm

TOO_LARGE = f"A file may have at most {MAX_UPLOAD_BYTES >> 20} MB; send the bundle or checkpoint alone."


class UploadForm(_Form):
    file = forms.FileField(
        widget=UnfoldAdminFileFieldWidget,
        help_text="A bundle (.mag), or a .zip or .tar.gz of a TensorFlow checkpoint or of a Magenta.js one "
        f"(weights_manifest.json and its shards), of at most {MAX_UPLOAD_BYTES >> 20} MB.",
    )
    held_out = forms.ChoiceField(
        label="measured on",
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text="Music that the network never heard: how well it foretells that says how much it has learnt.",
    )

    class Meta:
        model = Upload
        fields: ClassVar[list[str]] = ["model_name", "file", "config", "held_out"]
        help_texts: ClassVar[dict[str, str]] = {
            "config": "Magenta's name of it, such as attention_rnn. Bundles say it themselves; leave it empty for "
            "those, and for others until you are asked.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ", ".join(Model.objects.values_list("name", flat=True)) or "none yet"
        self.fields[
            "model_name"
        ].help_text = f"A new name makes a new model, one that is there gets a new version. There are: {names}."
        field = self.fields.get("held_out")
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "nothing"), *((name, name) for name in held_out_sets())]

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if suffix_of(file.name or "") is None:
            raise forms.ValidationError(f"The name of the file must end with {', '.join(SUFFIXES[:-1])} or .tgz.")
        if file.size is None or file.size > MAX_UPLOAD_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file


def held_out_sets() -> list[str]:
    """The sets of held-out music that there are, by name."""
    if settings.HELD_OUT_DIR is None or not settings.HELD_OUT_DIR.is_dir():
        return []
    return sorted(path.name for path in settings.HELD_OUT_DIR.iterdir() if path.is_dir())
