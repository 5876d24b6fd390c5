"""Accounts: invited by the office, given roles, deactivated, anonymised. Never deleted.

What links an account to a person and to actors is known higher up (`actors.services`). How people log in: `accounts`.
"""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .mail import MailKind, Placeholder, queue_mail
from .models import SiteSettings, User
from .roles import Role

INVITATION = MailKind(
    key="core.invitation",
    label=gettext_lazy("Invitation to an account"),
    purpose=gettext_lazy("Goes to a person for whom the office sets up an account."),
    subject=gettext_lazy("Your account for “{portal}”"),
    body=gettext_lazy(
        "Hello {name},\n\n{by} has set up an account for you on “{portal}” ({county}).\n\n"
        "Please set your password here:\n\n{link}\n\n"
        "The link is valid for {days} days and works once. After that, log in with your e-mail address {email}.\n\n"
        "If you did not expect this message, there is nothing you need to do.\n\nKind regards\n{office}\n{contact}"
    ),
    placeholders=(
        Placeholder("name", gettext_lazy("Name of the person"), "Mara Muster"),
        Placeholder("email", gettext_lazy("Address the person logs in with"), "mara.muster@example.org"),
        Placeholder("by", gettext_lazy("Who set up the account"), "Toni Beispiel"),
        Placeholder(
            "link", gettext_lazy("Link for setting the password"), "https://portal.example.org/…", required=True
        ),
        Placeholder("days", gettext_lazy("Days the link is valid"), "7"),
    ),
    secret=True,
)


def _check_allowed(by, user):
    """Only IT (superusers) may touch accounts of IT. Raises PermissionDenied."""
    if user.is_superuser and not (by is not None and by.is_superuser):
        raise PermissionDenied


def other_office_accounts(user):
    """Active accounts, besides this one, that keep the office views running."""
    return User.objects.with_role(Role.OFFICE).exclude(pk=user.pk)


def _check_not_last(user):
    if user.is_active and user.has_role(Role.OFFICE) and not other_office_accounts(user).exists():
        raise ValidationError(
            _("This is the last active account of the integration office. Give the role to somebody else first."),
            code="last",
        )


@transaction.atomic
def create_account(*, email, name, roles):
    """Create an account without a password, with the given roles. Raises ValidationError when the address is taken."""
    email = User.objects.normalize_email(email).lower()
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError({"email": _("There is an account with this e-mail address already.")}, code="taken")
    user = User(email=email, name=name, invited_at=timezone.now())
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def invitation_path(user):
    """The address under which the invited person sets a password; valid for `PASSWORD_RESET_TIMEOUT` seconds, once."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )


def send_invitation(*, user, base_url, by=None, language="de"):
    """Write the mail with the link for setting a password to the queue; returns its `Mail`.

    `base_url` is the portal's address without a path.
    """
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        link = base_url.rstrip("/") + invitation_path(user)
    values = {
        "name": user.name,
        "email": user.email,
        "by": by.name if by else SiteSettings.load().office_name,
        "link": link,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    return queue_mail(
        kind=INVITATION.key, to=user.email, values=values, language=language, about=f"core.user:{user.pk}"
    )


@transaction.atomic
def mark_invited(*, user):
    """Note that the account has been invited again now."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.invited_at = timezone.now()
    user.save(update_fields=["invited_at"])
    return user


@transaction.atomic
def change_account(*, user, name, roles, by):
    """Change the name and the roles. Raises ValidationError when nobody of the office would be left."""
    _check_allowed(by, user)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.anonymised_at:
        raise ValidationError(_("This account has been anonymised and cannot be changed."))
    if Role.OFFICE not in roles:
        _check_not_last(user)
    if user.name != name:
        user.name = name
        user.full_clean(exclude=["password"])
        user.save()
    user.groups.set(Group.objects.filter(name__in=roles))
    return User.objects.get(pk=user.pk)


@transaction.atomic
def deactivate(*, user, by):
    """Lock an account out at once; everything it did stays. Raises ValidationError for oneself and for the last one."""
    _check_allowed(by, user)
    user = User.objects.select_for_update().get(pk=user.pk)
    if by is not None and by.pk == user.pk:
        raise ValidationError(_("You cannot deactivate your own account. Ask a colleague."), code="self")
    _check_not_last(user)
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
    return user


@transaction.atomic
def reactivate(*, user, by):
    """Let an account in again. Raises ValidationError for an anonymised one."""
    _check_allowed(by, user)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.anonymised_at:
        raise ValidationError(_("This account has been anonymised and cannot be changed."))
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
    return user


@transaction.atomic
def anonymise(*, user, by):
    """Take name, address, password and roles off an account for good. The row and what it did stay.

    Raises ValidationError for oneself and for the last account of the office. Doing it twice changes nothing.
    """
    _check_allowed(by, user)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.anonymised_at:
        return user
    if by is not None and by.pk == user.pk:
        raise ValidationError(_("You cannot anonymise your own account. Ask a colleague."), code="self")
    _check_not_last(user)
    EmailAddress.objects.filter(user=user).delete()
    user.groups.clear()
    user.name = _("Former account %(number)s") % {"number": user.pk}
    user.email = f"konto-{user.pk}@anonym.invalid"
    user.is_active = user.is_staff = user.is_superuser = False
    user.anonymised_at = timezone.now()
    user.set_unusable_password()
    user.save()
    return user
