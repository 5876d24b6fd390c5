"""Input of ideas: the form for everyone, the proposer's answer, and the steps of the office."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fields_of_action.models import FieldOfAction

from .models import Idea
from .models.ideas import OPEN_IDEAS, IdeaState


class ProposeForm(forms.ModelForm):
    """A new idea. Who is logged in need not say who they are; `website` is a trap for programs."""

    website = forms.CharField(label=_("Please leave this empty"), required=False, max_length=200)

    class Meta:
        model = Idea
        fields = ("title", "text", "wish", "field", "place", "name", "email")
        widgets = {"text": forms.Textarea(attrs={"rows": 8}), "wish": forms.RadioSelect}
        labels = {"title": _("Your idea in a few words"), "name": _("Your name"), "email": _("Your e-mail address")}
        help_texts = {
            "name": _("If you like. It is never published."),
            "email": _("If you want to know what becomes of your idea, and so that we can ask you."),
        }

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = FieldOfAction.objects.in_force().with_framework()
        self.fields["field"].required = False
        self.fields["wish"].choices = Idea.Wish.choices
        for name in ("name", "email"):
            self.fields[name].widget.attrs["autocomplete"] = name
        if user is not None and user.is_authenticated:
            del self.fields["name"], self.fields["email"]

    @property
    def is_trapped(self):
        """Whether a program has filled in what people do not see."""
        return bool(self.cleaned_data.get("website"))

    @property
    def data_for_service(self):
        """The values the service takes as `data`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "website"}


class AnswerForm(forms.Form):
    """The proposer's answer to a question."""

    text = forms.CharField(label=_("Your answer"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))


class _Step(forms.Form):
    """A step of the office; carries the version of the idea it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, idea, **kwargs):
        kwargs.setdefault("initial", {"version": idea.version})
        super().__init__(*args, **kwargs)
        self.idea = idea


def _text(label, *, required, help_text=""):
    return forms.CharField(
        label=label, required=required, max_length=2000, widget=forms.Textarea(attrs={"rows": 5}), help_text=help_text
    )


class TakeUpForm(_Step):
    """Begin the review."""


class AskForm(_Step):
    """A question to the proposer."""

    question = _text(_("question"), required=True, help_text=_("Goes out by mail with a link for the answer."))


class AcceptForm(_Step):
    """What the idea becomes."""

    title = forms.CharField(label=_("title"), max_length=250)
    wish = forms.ChoiceField(
        label=_("becomes"),
        choices=[
            (Idea.Wish.MEASURE, _("a measure with status “idea”")),
            (Idea.Wish.CONCEPT, _("a concept in initiation")),
        ],
        widget=forms.RadioSelect,
    )
    answer = _text(_("words to the proposer"), required=False)

    def __init__(self, *args, idea, **kwargs):
        kwargs.setdefault("initial", {"version": idea.version, "title": idea.title, "wish": idea.wish})
        super().__init__(*args, idea=idea, **kwargs)


class JoinForm(_Step):
    """The similar idea that this one is joined with."""

    other = forms.ModelChoiceField(Idea.objects.none(), label=_("similar idea"))
    answer = _text(_("words to the proposer"), required=False)

    def __init__(self, *args, idea, **kwargs):
        super().__init__(*args, idea=idea, **kwargs)
        self.fields["other"].queryset = Idea.objects.filter(state__in=[*OPEN_IDEAS, IdeaState.ACCEPTED]).exclude(
            pk=idea.pk
        )


class DeclineForm(_Step):
    """Why the idea is not taken up."""

    reason = _text(_("reason"), required=True, help_text=_("Goes to the proposer."))


class NoteForm(_Step):
    """An internal note."""

    text = _text(_("internal note"), required=True, help_text=_("The proposer does not see it."))


class PublishForm(_Step):
    """What everyone may read about an accepted idea."""

    outcome = forms.CharField(label=_("outcome"), max_length=300, help_text=_("One sentence. No names."))

    def __init__(self, *args, idea, **kwargs):
        kwargs.setdefault("initial", {"version": idea.version, "outcome": idea.outcome})
        super().__init__(*args, idea=idea, **kwargs)
