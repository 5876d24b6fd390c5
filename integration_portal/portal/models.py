"""Reports: what they are about, the texts that the office writes for them, and the issues that stay as they are."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fields_of_action.models import FieldOfAction
from integration_portal.core import roles
from integration_portal.core.display import format_period
from integration_portal.core.fields import SearchTextField
from integration_portal.core.models import VersionedModel
from measures.models import FundingProgramme


class PortalReportQuerySet(models.QuerySet):
    """Words for who may see reports."""

    def visible_inside(self, user):
        """All for the office, those with an issue for readers, none for others."""
        if roles.is_office(user):
            return self
        return self.filter(issues__isnull=False).distinct() if roles.reads_all(user) else self.none()

    def editable_by(self, user):
        """All for the office, none for others."""
        return self if roles.is_office(user) else self.none()


class Report(VersionedModel):
    """A report over a period (both days inclusive) on some fields of action, or on all when none is chosen.

    Its figures are gathered anew whenever it is looked at, until an issue of it is made.
    """

    title = models.CharField(_("title"), max_length=160)
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), help_text=_("The last day, inclusive."))
    fields = models.ManyToManyField(
        FieldOfAction,
        blank=True,
        related_name="reports",
        verbose_name=_("fields of action"),
        help_text=_("None chosen: all, with what belongs to no field."),
    )

    programme = models.ForeignKey(
        FundingProgramme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("funding programme"),
        help_text=_("Chosen: only measures with money of this programme, for its funder."),
    )

    search_title = SearchTextField(sources=("title",))

    objects = PortalReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-end", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="report_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("portal:report", args=[self.pk])

    @property
    def period(self):
        """The period in words."""
        return format_period(self.start, self.end)


class ReportPassage(VersionedModel):
    """A text that the office writes for a place of a report. It stays when the figures around it change.

    `place` is "summary", "outlook", or "field-<id>" and "field-<id>-outlook" for a field of action.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="passages", verbose_name=_("report"))
    place = models.CharField(_("place"), max_length=60)
    text = models.TextField(_("text"), max_length=20_000, blank=True)

    class Meta:
        verbose_name = _("text of a report")
        verbose_name_plural = _("texts of reports")
        ordering = ["report", "place"]
        constraints = [models.UniqueConstraint(fields=["report", "place"], name="one_text_per_place_of_a_report")]

    def __str__(self):
        return f"{self.report}: {self.place}"


class ReportIssue(models.Model):
    """A report as it was issued: `document` holds all of its contents, as `portal.reports.document` describes them.

    It never changes: saving it a second time raises RuntimeError.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="issues", verbose_name=_("report"))
    number = models.PositiveSmallIntegerField(_("issue"))
    issued_at = models.DateTimeField(_("issued on"), auto_now_add=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    note = models.CharField(
        _("remark"), max_length=200, blank=True, help_text=_("Such as: for the council's meeting of 12 March.")
    )
    document = models.JSONField(_("contents"), editable=False)

    class Meta:
        verbose_name = _("issue of a report")
        verbose_name_plural = _("issues of reports")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="issue_number_once_per_report")]

    def __str__(self):
        return f"{self.report}, {self.number}"

    def save(self, *args, **kwargs):
        """Insert the issue; it cannot be changed afterwards."""
        if not self._state.adding:
            raise RuntimeError("An issue of a report stays as it is.")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("portal:report_issue", args=[self.pk])
