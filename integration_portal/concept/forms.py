"""Input of the concept: revisions, sections, passages, margin, decisions, adoption."""

import re

import nh3
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from markdownify import markdownify

from committees.models import Paper, Resolution
from fields_of_action.models import FieldOfAction, Goal
from integration_portal.core import attachments
from integration_portal.core.form_fields import DayField
from integration_portal.core.locking import VersionedForm
from integration_portal.core.models import User
from measures.models import Measure

from .models import Concept, ConceptRevision, ConceptSection, MarginNote, RevisionMeasure, SectionTranslation
from .services.sections import excerpts

_PASTED = re.compile(r"<(p|div|span|table|h[1-6]|ul|ol|o:p)\b[^>]*>", re.IGNORECASE)


def from_pasted(text):
    """The text as Markdown, if it is formatted text from Word or a web page that was pasted with its HTML; else as it is."""
    if len(_PASTED.findall(text)) < 2:
        return text
    clean = nh3.clean(text, attributes={"a": {"href"}}, link_rel=None)
    words = markdownify(clean, heading_style="ATX", bullets="-")
    return re.sub(r"\n{3,}", "\n\n", words).strip()


class ConceptForm(VersionedForm):
    """A concept."""

    class Meta:
        model = Concept
        fields = ("title", "framework", "summary")
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}

    @property
    def data_for_service(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class RevisionForm(VersionedForm):
    """A revision; a new one may start from another."""

    based_on = forms.ModelChoiceField(
        ConceptRevision.objects.none(), label=_("Start from"), required=False, empty_label=_("an empty document"),
        help_text=_("Text, links and measures are taken over. You can compare the two at any time."),
    )  # fmt: skip

    class Meta:
        model = ConceptRevision
        fields = ("label", "origin", "dated_on", "paper", "is_open_to_council", "preface")
        field_classes = {"dated_on": DayField}
        widgets = {"preface": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, concept, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paper"].queryset = Paper.objects.exclude(state="withdrawn")
        if self.instance.pk:
            del self.fields["based_on"]
        else:
            self.fields["based_on"].queryset = concept.revisions.exclude(state="withdrawn")
            self.order_fields(["label", "based_on"])

    def clean_preface(self):
        return from_pasted(self.cleaned_data["preface"])

    @property
    def data_for_service(self):
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "based_on")}


class StepForm(forms.Form):
    """Why a revision takes a step."""

    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class SectionForm(VersionedForm):
    """Heading, text and field of a section."""

    note = forms.CharField(
        label=_("What changed"),
        max_length=300,
        required=False,
        help_text=_("Stands beside this version in the history."),
    )

    class Meta:
        model = ConceptSection
        fields = ("title", "body", "field", "is_complete")
        widgets = {"body": forms.Textarea(attrs={"rows": 24, "class": "p-markdown"})}
        help_texts = {
            "body": _(
                "Paragraphs are parted by an empty line. # Heading, - list, **bold**, | tables |, footnotes as [^1]. "
                "[[Ziel 2.1]] and [[Maßnahme 2.3]] name a goal or a measure with its present title."
            )
        }

    def __init__(self, *args, concept, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = FieldOfAction.objects.filter(framework=concept.framework_id)

    def clean_body(self):
        return from_pasted(self.cleaned_data["body"])

    @property
    def data_for_service(self):
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "note")}


def _choices(nodes, *, without=()):
    return [(str(node.pk), f"{'– ' * (node.level - 1)}{node.heading}") for node in nodes if node.pk not in without]


class PlaceForm(forms.Form):
    """Where a section goes."""

    parent = forms.ChoiceField(label=_("Under"), required=False)
    after = forms.ChoiceField(label=_("Behind"), required=False)

    def __init__(self, *args, nodes, branch, parent=None, **kwargs):
        super().__init__(*args, **kwargs)
        own = {node.pk for node in branch}
        self.fields["parent"].choices = [("", _("– a chapter of its own –")), *_choices(nodes, without=own)]
        self.fields["parent"].initial = str(parent or "")
        self.fields["after"].choices = [
            ("", _("– at the end –")),
            ("first", _("– at the start –")),
            *_choices(nodes, without=own),
        ]
        self._parents = {str(node.pk): node.parent for node in nodes}
        self._identities = {str(node.pk): node.identity for node in nodes}

    def clean(self):
        """What it goes behind has to stand under the same section."""
        data = super().clean()
        after, parent = data.get("after"), data.get("parent")
        if after and after != "first" and self._parents[after] != self._identities.get(parent or ""):
            self.add_error("after", _("This section does not stand under the chosen one."))
        return data


class SplitForm(forms.Form):
    """Where to cut a section."""

    before = forms.TypedChoiceField(label=_("The new section begins with"), coerce=int, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Heading of the new section"), max_length=200)

    def __init__(self, *args, body, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["before"].choices = [(str(number), words or "…") for number, words in excerpts(body)[1:]]


class MergeForm(forms.Form):
    """With which section to join."""

    into = forms.ChoiceField(label=_("Put the text behind that of"))

    def __init__(self, *args, nodes, section, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = _choices(nodes, without={section.pk})


class PassageForm(forms.Form):
    """A form about a passage of a section or the whole of it."""

    excerpt = forms.ChoiceField(label=_("Passage"), required=False)

    def __init__(self, *args, body, **kwargs):
        super().__init__(*args, **kwargs)
        words = dict.fromkeys(words for _number, words in excerpts(body) if words)
        self.fields["excerpt"].choices = [("", _("the whole section")), *((text, text) for text in words)]


class LinkForm(PassageForm):
    """The goal or the measure a passage is about."""

    goal = forms.ModelChoiceField(Goal.objects.none(), label=_("Goal"), required=False)
    measure = forms.ModelChoiceField(Measure.objects.none(), label=_("Measure"), required=False)

    def __init__(self, *args, concept, **kwargs):
        super().__init__(*args, **kwargs)
        goals = Goal.objects.filter(field__framework=concept.framework_id, is_active=True)
        self.fields["goal"].queryset = goals.select_related("field").order_by("field__order", "code_key")
        self.fields["measure"].queryset = Measure.objects.current()

    def clean(self):
        """One of the two."""
        data = super().clean()
        if not self.errors and bool(data.get("goal")) == bool(data.get("measure")):
            raise forms.ValidationError(_("Please choose a goal or a measure."))
        return data


class NoteForm(PassageForm):
    """A comment or a task."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MarginNote.Kind, initial="comment")
    text = forms.CharField(label=_("Text"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4}))
    assigned_to = forms.ModelChoiceField(User.objects.none(), label=_("Who does it"), required=False)
    due_on = DayField(label=_("Due on"), required=False)

    def __init__(self, *args, may_assign, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assigned_to"].queryset = User.objects.active().with_role("office")
        if not may_assign:
            for name in ("kind", "assigned_to", "due_on"):
                del self.fields[name]

    def clean(self):
        """Only a task has somebody and a day."""
        data = super().clean()
        data.setdefault("kind", "comment")
        if data["kind"] == "comment" and (data.get("assigned_to") or data.get("due_on")):
            self.add_error("kind", _("Only a task has somebody who does it and a day. Please choose “Task”."))
        return data


class ReasonForm(forms.Form):
    """Why a section was changed."""

    text = forms.CharField(
        label=_("Reason"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Stands in the third column of the comparison. Empty: no reason."),
    )  # fmt: skip


class FileForm(forms.Form):
    """A file of a section."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Public with the text. A picture is shown where the text says ![What it shows](bild:name.png)."),
    )

    def clean_file(self):
        """Types and sizes that are taken."""
        upload = self.cleaned_data["file"]
        attachments.check(upload)
        return upload


class DecisionForm(VersionedForm):
    """What is decided about a measure."""

    class Meta:
        model = RevisionMeasure
        fields = ("decision", "merged_into", "reason")
        widgets = {"decision": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = [("", _("not decided yet")), *RevisionMeasure.Decision.choices]
        others = self.instance.revision.decisions.exclude(pk=self.instance.pk).values("measure")
        self.fields["merged_into"].queryset = Measure.objects.filter(pk__in=others)

    @property
    def data_for_service(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class TakeInForm(forms.Form):
    """Measures to put into a revision."""

    measures = forms.ModelMultipleChoiceField(
        Measure.objects.none(), label=_("Measures"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, revision, **kwargs):
        super().__init__(*args, **kwargs)
        have = revision.decisions.values("measure")
        self.fields["measures"].queryset = Measure.objects.current().exclude(pk__in=have)


class AdoptForm(forms.Form):
    """Day and resolution of the adoption."""

    resolution = forms.ModelChoiceField(
        Resolution.objects.none(), label=_("Resolution"), required=False,
        help_text=_("Resolutions of committees that meet in the portal."),
    )  # fmt: skip
    resolution_note = forms.CharField(
        label=_("Resolution, in words"), max_length=200, required=False,
        help_text=_("For a committee that meets elsewhere, such as “District council, KT 118/2027”."),
    )  # fmt: skip
    adopted_on = DayField(label=_("Adopted on"))
    in_force_from = DayField(label=_("In force from"))

    def __init__(self, *args, revision, **kwargs):
        super().__init__(*args, **kwargs)
        adopted = Resolution.objects.filter(outcome__in=("unanimous", "adopted", "amended"))
        self.fields["resolution"].queryset = adopted.filter(paper=revision.paper_id) if revision.paper_id else adopted
        self.fields["adopted_on"].initial = self.fields["in_force_from"].initial = timezone.localdate


class TranslationForm(VersionedForm):
    """A section in another language."""

    class Meta:
        model = SectionTranslation
        fields = ("title", "body", "is_complete")
        widgets = {"body": forms.Textarea(attrs={"rows": 20, "class": "p-markdown", "dir": "auto"})}
        help_texts = {"body": _("Paragraphs are parted by an empty line. # Heading, - list, **bold**, | tables |.")}

    def clean_body(self):
        return from_pasted(self.cleaned_data["body"])
