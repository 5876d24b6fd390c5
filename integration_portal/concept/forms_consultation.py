"""Input of consultations: the form for everyone, entries of the office, assessment, filters of the table."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actors.models import Actor
from integration_portal.core import attachments
from integration_portal.core.form_fields import DayField
from integration_portal.core.locking import VersionedForm
from integration_portal.core.search import match

from .models import Consultation, Statement
from .services.sections import excerpts
from .tree import nodes_of


class ConsultationForm(VersionedForm):
    """A consultation."""

    class Meta:
        model = Consultation
        fields = ("title", "intro", "questions", "audience", "starts_on", "ends_on")
        field_classes = {"starts_on": DayField, "ends_on": DayField}
        widgets = {
            "intro": forms.Textarea(attrs={"rows": 5}),
            "questions": forms.Textarea(attrs={"rows": 4}),
            "audience": forms.RadioSelect,
        }

    @property
    def data_for_service(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class _AboutSection(forms.Form):
    """What a statement is about: the whole, a section, a passage of it."""

    section = forms.ChoiceField(label=_("It is about"), required=False)
    excerpt = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args, consultation, **kwargs):
        super().__init__(*args, **kwargs)
        nodes = nodes_of(consultation.revision, with_bodies=False)
        self.fields["section"].choices = [
            ("", _("the draft as a whole")),
            *((node.key, node.heading) for node in nodes),
        ]
        self.revision = consultation.revision

    def clean(self):
        """The section itself in place of its key; an excerpt only if it stands there."""
        data = super().clean()
        key = data.get("section")
        section = self.revision.sections.filter(key=key).first() if key else None
        data["section"] = section
        if data.get("excerpt") and (
            section is None or data["excerpt"] not in {words for _n, words in excerpts(section.body)}
        ):
            data["excerpt"] = ""
        return data


class StatementForm(_AboutSection):
    """A statement by everyone. `website` is a trap for programs."""

    text = forms.CharField(label=_("Your statement"), max_length=20000, widget=forms.Textarea(attrs={"rows": 10}))
    file = forms.FileField(label=_("File"), required=False, help_text=_("If you like, such as a longer text as PDF."))
    name = forms.CharField(label=_("Your name"), max_length=160, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=160, required=False)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "We ask you to confirm it, and write to you what becomes of your statement. It is never published."
        ),
    )
    publish_name = forms.BooleanField(
        label=_("Name and organisation may be published with my statement"),
        required=False,
        help_text=_("Otherwise it is published without them."),
    )
    website = forms.CharField(label=_("Please leave this empty"), required=False, max_length=200)

    def __init__(self, *args, by_link=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(
            ["section", "text", "file", "name", "organisation", "email", "publish_name", "website", "excerpt"]
        )
        for name, words in (("name", "name"), ("organisation", "organization"), ("email", "email")):
            self.fields[name].widget.attrs["autocomplete"] = words
        if by_link:
            del self.fields["email"], self.fields["website"], self.fields["name"]

    def clean_file(self):
        """Types and sizes that are taken."""
        upload = self.cleaned_data["file"]
        if upload:
            attachments.check(upload)
        return upload

    @property
    def is_trapped(self):
        """Whether a program has filled in what people do not see."""
        return bool(self.cleaned_data.get("website"))

    @property
    def data_for_service(self):
        return {name: value for name, value in self.cleaned_data.items() if name not in ("website", "file")}

    @property
    def uploads(self):
        return [self.cleaned_data["file"]] if self.cleaned_data.get("file") else []


class EntryForm(StatementForm):
    """A statement that came by letter or at a hearing."""

    channel = forms.ChoiceField(
        label=_("Came by"),
        choices=[(key, Statement.Channel(key).label) for key in ("letter", "hearing")],
        initial="letter",
    )
    received_on = DayField(label=_("Received on"))
    actor = forms.ModelChoiceField(Actor.objects.none(), label=_("Actor"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["website"]
        self.fields["text"].label = _("Statement")
        self.fields["name"].label, self.fields["email"].label = _("Name"), _("E-mail")
        self.fields["email"].required, self.fields["email"].help_text = False, _("For the answer, if there is one.")
        self.fields["publish_name"].label = _("There is consent to publish name and organisation")
        self.fields["actor"].queryset = Actor.objects.filter(archived_at__isnull=True)

    @property
    def data_for_service(self):
        return {name: value for name, value in super().data_for_service.items() if name != "channel"}


class PeopleForm(forms.Form):
    """Whom to write to: actors with an address, and others by hand. `have` are addresses that were written to already."""

    actors = forms.ModelMultipleChoiceField(
        Actor.objects.none(), label=_("Actors"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("Others"),
        required=False,
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One on each line: name; e-mail address."),
    )

    def __init__(self, *args, have, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Actor.objects.filter(archived_at__isnull=True).exclude(email="").exclude(email__in=have)
        self.fields["actors"].queryset = rows

    def clean_others(self):
        """Pairs of name and address; a line that holds none is named."""
        found, check = [], forms.EmailField()
        for number, line in enumerate(self.cleaned_data["others"].splitlines(), start=1):
            if not line.strip():
                continue
            name, _sign, email = line.rpartition(";")
            try:
                found.append((name.strip() or email.strip(), check.clean(email.strip())))
            except forms.ValidationError:
                raise forms.ValidationError(
                    _("Line %(number)s has no e-mail address: “%(line)s”."),
                    params={"number": number, "line": line[:60]},
                ) from None
        return found

    def clean(self):
        """Somebody."""
        data = super().clean()
        if not self.errors and not data.get("actors") and not data.get("others"):
            raise forms.ValidationError(_("Please choose somebody or enter an address."))
        return data

    def people(self):
        """[(name, email, actor or None)]."""
        chosen = [(actor.name, actor.email, actor) for actor in self.cleaned_data["actors"]]
        return [*chosen, *((name, email, None) for name, email in self.cleaned_data["others"])]


class AssessForm(VersionedForm):
    """The assessment of one statement."""

    class Meta:
        model = Statement
        fields = ("result", "reason", "changed_section")
        widgets = {"result": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["result"].choices = Statement.Result.choices
        self.fields["reason"].label = pgettext_lazy("assessment", "Reason")
        self.fields["result"].required = True
        concept = self.instance.consultation.revision.concept_id
        rows = self.fields["changed_section"].queryset.filter(revision__concept=concept).select_related("revision")
        self.fields["changed_section"].queryset = rows.order_by("-revision", "position")
        self.fields["changed_section"].label_from_instance = lambda row: f"{row.revision}: {row.title}"


class TogetherForm(forms.Form):
    """Several statements in one go: their assessment, or whether they are public."""

    chosen = forms.TypedMultipleChoiceField(coerce=int, required=False)
    result = forms.ChoiceField(label=_("Assessment"), choices=[("", "–"), *Statement.Result.choices], required=False)
    reason = forms.CharField(
        label=pgettext_lazy("assessment", "Reason"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    state = forms.ChoiceField(
        label=_("Public?"),
        required=False,
        choices=[("", "–"), *((key, Statement.State(key).label) for key in ("shown", "internal", "rejected"))],
    )

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(str(row.pk), str(row)) for row in rows]

    def clean(self):
        """Something to do, for somebody's statement."""
        data = super().clean()
        if self.errors:
            return data
        if not data.get("chosen"):
            raise forms.ValidationError(_("Please choose at least one statement."))
        if not data.get("result") and not data.get("state"):
            raise forms.ValidationError(_("Please choose an assessment, or whether the statements are public."))
        if data.get("result") not in ("", "noted") and not data["reason"].strip():
            self.add_error("reason", _("Please give a reason."))
        return data


class StatementFilter(django_filters.FilterSet):
    """The table of statements: by section, state and assessment."""

    abschnitt = django_filters.ChoiceFilter(label=_("Section"), method="about")
    stand = django_filters.ChoiceFilter(label=_("State"), field_name="state", choices=Statement.State.choices)
    abwaegung = django_filters.ChoiceFilter(
        label=_("Assessment"), method="assessed", choices=[("offen", _("open")), *Statement.Result.choices]
    )
    q = django_filters.CharFilter(label=_("Search"), method="words")

    class Meta:
        model = Statement
        fields = ()

    def __init__(self, *args, nodes, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("abschnitt", "stand", "abwaegung"):
            self.filters[name].extra["empty_label"] = _("all")
        self.filters["abschnitt"].extra["choices"] = [
            ("ganz", _("the draft as a whole")),
            *((node.key, node.heading) for node in nodes),
        ]

    def about(self, rows, _name, value):
        """Of a section, or of none."""
        return rows.filter(section__isnull=True) if value == "ganz" else rows.filter(section__key=value)

    def assessed(self, rows, _name, value):
        """With this assessment, or without one."""
        return rows.to_assess() if value == "offen" else rows.filter(result=value)

    def words(self, rows, _name, value):
        """By words or by number."""
        if value.strip().isdecimal() and len(value.strip()) < 9:
            return rows.filter(number=int(value))
        return match(rows, value)
