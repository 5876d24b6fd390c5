"""Sections in Easy German and other languages."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from integration_portal.core.locking import lock

from ..models import ConceptSection, RevisionState, SectionTranslation, digest_of_source


@transaction.atomic
def save_translation(*, section, language, data, version=None):
    """Store a section in another language, made from its German text as it is now; return the row.

    Allowed for adopted revisions too, whose German text stays as it is. Raises StaleObject, and ValidationError for a withdrawn
    revision and for a language that the section has already (without `version`).
    """
    source = ConceptSection.objects.select_for_update(of=("self",)).select_related("revision").get(pk=section.pk)
    if source.revision.state == RevisionState.WITHDRAWN:
        raise ValidationError(_("This revision has been withdrawn. Please take it up again first."), code="withdrawn")
    row = SectionTranslation.objects.filter(section=source, language=language).first()
    if row is not None:
        row = lock(row, version or 0)
    else:
        row = SectionTranslation(section=source, language=language)
    for name, value in data.items():
        setattr(row, name, value)
    row.source_digest = digest_of_source(source)
    row.full_clean()
    row.save()
    return row


def copy_translations(source, made):
    """Take the translations of a revision over to the sections `made` ({identity: section}) from it, with what they were made from."""
    rows = SectionTranslation.objects.filter(section__revision=source).select_related("section")
    for row in rows:
        SectionTranslation.objects.create(
            section=made[row.section.identity], language=row.language, title=row.title, body=row.body,
            is_complete=row.is_complete, source_digest=row.source_digest,
        )  # fmt: skip


def follow_final_text(section, before, resolve):
    """After references of a section became text: those of its translations too; what was up to date with `before` stays so."""
    for row in section.translations.all():
        row.body = resolve(row.body)
        if row.source_digest == before:
            row.source_digest = digest_of_source(section)
        row.save()
