"""Input of publications."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from integration_portal.core import attachments
from integration_portal.core.form_fields import DayField, ManyField
from integration_portal.core.locking import VersionedForm
from integration_portal.core.models import SiteSettings

from . import notices
from .models import Event, Measure, Publication


class PublicationForm(VersionedForm):
    """A publication with at most one new file at a time."""

    url = forms.URLField(
        label=Publication._meta.get_field("url").verbose_name, required=False, max_length=400, assume_scheme="https"
    )
    file = forms.FileField(label=_("Attach a file"), required=False)

    class Meta:
        model = Publication
        fields = (
            "title", "channel", "date", "text", "url", "event", "measures", "notice", "notice_words", "notice_confirmed",
        )  # fmt: skip
        field_classes = {"measures": ManyField}
        widgets = {
            "text": forms.Textarea(attrs={"rows": 12}),
            "measures": forms.CheckboxSelectMultiple,
            "notice_words": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self.instance.measures.values("pk") if self.instance.pk else []
        self.fields["measures"].queryset = Measure.objects.filter(Q(archived_at__isnull=True) | Q(pk__in=chosen))
        self.fields["event"].queryset = Event.objects.order_by("search_title", "pk")
        old = self.fields["date"]
        self.fields["date"] = DayField(label=old.label, required=self.instance.is_published, help_text=old.help_text)
        self.fields["notice"].help_text = self._notice_hint()

    def _notice_hint(self):
        """What the programmes of the measures linked so far ask for."""
        needed = notices.needed_for(self.initial.get("measures") or [], SiteSettings.load())
        if not needed.words:
            return _("No notice is kept at the funding programmes of its measures, nor in the settings of the portal.")
        if needed.programmes:
            text = _("For the measures linked so far the programmes ask for: “%(words)s”")
        else:
            text = _("Without words of a funding programme it is the notice of the portal: “%(words)s”")
        return text % {"words": " · ".join(needed.words)}

    def clean_file(self):
        """Types and sizes that are taken."""
        upload = self.cleaned_data["file"]
        if upload:
            attachments.check(upload)
        return upload

    def clean(self):
        """Own words of the notice must be given."""
        data = super().clean()
        if data.get("notice") == Publication.Notice.OWN and not data.get("notice_words"):
            self.add_error("notice_words", ValidationError(_("Please enter the words of the notice."), code="required"))
        return data

    @property
    def data_for_service(self):
        """The values that `save_publication` takes as `data`."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "file")}
