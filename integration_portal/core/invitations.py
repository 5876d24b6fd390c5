"""Accounts: invited by the office, given roles, deactivated, anonymised. Never deleted.

What links an account to a person and to actors is known higher up (`actors.services`). How people log in: `accounts`.
"""

import smtplib

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .models import SiteSettings, User
from .roles import Role


class MailNotSent(Exception):
    """The mail server did not take the message; the account is there and can be invited again."""


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
    """Mail the link for setting a password. Raises MailNotSent when the mail server refuses or is away.

    `base_url` is the portal's address without a path. Call it outside a transaction: the account must be there first.
    """
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    site = SiteSettings.load()
    with translation.override(language):
        context = {
            "user": user,
            "by": by,
            "site": site,
            "link": base_url.rstrip("/") + invitation_path(user),
            "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        }
        subject = " ".join(render_to_string(f"core/mail/invitation_subject_{language}.txt", context).split())
        body = render_to_string(f"core/mail/invitation_{language}.txt", context)
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])
    except (smtplib.SMTPException, OSError) as error:
        raise MailNotSent(str(error)) from error


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
