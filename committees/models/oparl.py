"""What OParl serves: every object as it was last made public, kept so that a withdrawal is told as a deletion."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicObject(models.Model):
    """An object of the OParl interface as it is public now, or that it no longer is (`is_deleted`, `data` empty).

    Written by `committees.oparl.projection` alone, from what the public pages show. `data` has no `created`, `modified`
    and addresses; they are put in when it is served. `modified` never goes back.
    """

    kind = models.CharField(_("kind"), max_length=20)
    key = models.UUIDField(_("key"))
    created = models.DateTimeField(_("created"))
    modified = models.DateTimeField(_("modified"))
    is_deleted = models.BooleanField(_("deleted"), default=False)
    digest = models.CharField(max_length=64, blank=True)
    data = models.JSONField(_("contents"), default=dict)

    class Meta:
        verbose_name = _("public object")
        verbose_name_plural = _("public objects")
        ordering = ["created", "pk"]
        indexes = [
            models.Index(fields=["kind", "created", "id"], name="public_by_creation"),
            models.Index(fields=["kind", "modified"], name="public_by_change"),
        ]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="public_object_once")]

    def __str__(self):
        return f"{self.kind} {self.key}"
