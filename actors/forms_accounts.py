"""Input of the accounts page: who is invited, with which roles, as which person, for which actors."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from integration_portal.core.models import User
from integration_portal.core.roles import Role

from .models import Actor, Person


class AccountForm(forms.Form):
    """Name, roles, and what the account is linked to."""

    name = forms.CharField(
        label=_("Name"), max_length=150, help_text=_("First name and family name as shown in the portal.")
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a role the account can log in, but sees only public pages."),
    )
    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Who this is among the persons of the network. Each person has at most one account."),
    )
    actors = forms.ModelMultipleChoiceField(
        label=_("Acts for"),
        queryset=Actor.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A partner organisation's account sees and reports on the measures of these actors."),
    )

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = (
            Person.objects.filter(Q(user__isnull=True) | Q(user=user))
            if user
            else Person.objects.filter(user__isnull=True)
        )
        self.fields["actors"].queryset = (
            Actor.objects.filter(Q(archived_at__isnull=True) | Q(representatives__user=user)).distinct()
            if user
            else Actor.objects.current()
        )

    def clean(self):
        """A partner account without an organisation would see nothing."""
        data = super().clean()
        if Role.CONTRIBUTOR in data.get("roles", []) and not data.get("actors") and "actors" not in self.errors:
            self.add_error("actors", _("Please choose the organisations this account acts for."))
        return data


class InviteForm(AccountForm):
    """A new account, and the language of the invitation."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES, initial="de")
    field_order = ("email", "name", "roles", "person", "actors", "language")

    def clean_email(self):
        """Each address has one account, whatever its case."""
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("There is an account with this e-mail address already."), code="taken")
        return email


class AnonymiseForm(forms.Form):
    """A clear yes before an account is emptied for good."""

    sure = forms.BooleanField(label=_("I know that this cannot be undone"))
