"""What each revision decides about measures."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from integration_portal.core.models import VersionedModel
from measures.models import Measure

from .concepts import ConceptRevision


class RevisionMeasure(VersionedModel):
    """A measure in a revision, with the decision about it and why.

    `sheet` is its sheet as it stood at the adoption ({"number", "title", "status", …}, see `services.decisions.sheet_of`),
    empty before. A merged measure goes on in `merged_into`. Rows of a final revision cannot be changed in the database.
    """

    class Decision(models.TextChoices):
        NEW = "new", _("new")
        CONTINUED = "continued", _("continued")
        CHANGED = "changed", _("changed")
        MERGED = "merged", _("merged")
        DISCONTINUED = "discontinued", _("discontinued")

        @property
        def goes_on(self):
            """Whether the measure is carried out under this revision."""
            return self in ("new", "continued", "changed")

    revision = models.ForeignKey(
        ConceptRevision, models.CASCADE, related_name="decisions", verbose_name=_("revision"), editable=False
    )
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="concept_decisions", verbose_name=_("measure"))
    decision = models.CharField(_("decision"), max_length=12, choices=Decision, blank=True)
    reason = models.TextField(_("reason"), blank=True, max_length=3000)
    merged_into = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("goes on in")
    )
    sheet = models.JSONField(_("sheet at the adoption"), default=dict, blank=True, editable=False)
    frozen_at = models.DateTimeField(_("final since"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("decision about a measure")
        verbose_name_plural = _("decisions about measures")
        ordering = ["revision", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "measure"], name="measure_once_per_concept_revision"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | (Q(decision="merged") & ~Q(merged_into=F("measure"))),
                name="merged_measure_goes_on_in_another",
                violation_error_message=_("Please choose another measure, and only for a merged one."),
            ),
            models.CheckConstraint(
                condition=~Q(decision="merged") | Q(merged_into__isnull=False),
                name="merged_measure_says_where_it_goes_on",
                violation_error_message=_("Please say in which measure it goes on."),
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=("changed", "merged", "discontinued")) | ~Q(reason=""),
                name="decision_about_a_measure_says_why",
                violation_error_message=_("Please give a reason."),
            ),
        ]

    def __str__(self):
        return f"{self.measure}: {self.get_decision_display()}"
