"""The roles and what they open. Roles are Django groups made by a migration; a superuser opens everything."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Names of the groups."""

    OFFICE = "office", _("Integration office")
    CONTRIBUTOR = "contributor", _("Partner organisation")
    COUNCIL = "council", _("Advisory council")
    READER = "reader", _("Reader (management, audit)")
    EMERGENCY = "emergency", _("Emergency access to confidential notes")


def has_role(user, role):
    """Whether the user is logged in, active and holds the role."""
    return user.is_authenticated and user.has_role(role)


def is_office(user):
    """Whether the user may write in the office views."""
    return user.is_authenticated and user.is_office


def may_open_in_emergency(user):
    """Whether the user may open a confidential note of others, with a reason that is logged."""
    return user.is_authenticated and user.reads_all and has_role(user, Role.EMERGENCY)


def reads_all(user):
    """Whether the user may read what the office reads."""
    return user.is_authenticated and user.reads_all


def is_insider(user):
    """Whether the office views are for the user at all: office, reader or contributor."""
    return reads_all(user) or has_role(user, Role.CONTRIBUTOR)
