"""Accounts. A human being is an `actors.Person`; an account is only the key to the door."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..fields import SortKeyField


class UserQuerySet(models.QuerySet):
    def active(self):
        """Accounts that may log in."""
        return self.filter(is_active=True)

    def with_role(self, role):
        """Active accounts that hold the role (a group name of `core.roles`)."""
        return self.active().filter(groups__name=role)

    def delete(self):
        raise models.ProtectedError(_("Accounts are deactivated or anonymised, never deleted."), set(self))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = False

    def get_by_natural_key(self, email):
        """Find by e-mail address whatever its case."""
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        """Create an account; without a password nobody can log in with it until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Create an account for IT, with every right."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account: logs in by e-mail, holds roles (groups), is deactivated or anonymised but never deleted."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(
        _("name"), max_length=150, help_text=_("First name and family name as shown in the portal.")
    )
    sort_name = SortKeyField(source="name")
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Whoever leaves is deactivated: the account stays for the record but cannot log in."),
    )
    is_staff = models.BooleanField(_("may use the admin"), default=False)
    date_joined = models.DateTimeField(_("created"), auto_now_add=True)
    invited_at = models.DateTimeField(_("invited on"), null=True, blank=True, editable=False)
    anonymised_at = models.DateTimeField(_("anonymised on"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_case"),
            models.CheckConstraint(
                condition=models.Q(anonymised_at__isnull=True) | models.Q(is_active=False),
                name="anonymised_user_is_inactive",
            ),
        ]

    def __str__(self):
        return self.name or self.email

    def delete(self, *args, **kwargs):
        """Accounts are never deleted: raises ProtectedError."""
        raise models.ProtectedError(_("Accounts are deactivated or anonymised, never deleted."), {self})

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ")[0] if self.name else self.email

    @cached_property
    def role_names(self):
        """Names of the roles held, read once per request."""
        return frozenset(self.groups.values_list("name", flat=True))

    def has_role(self, role):
        """Whether the account is active and holds the role."""
        return self.is_active and role in self.role_names

    @property
    def is_office(self):
        """Whether the account may write everywhere in the office views."""
        return self.is_active and (self.is_superuser or "office" in self.role_names)

    @property
    def reads_all(self):
        """Whether the account may read what the office reads."""
        return self.is_office or self.has_role("reader")
