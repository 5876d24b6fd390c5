"""Taking people out of the audit trail. The present entry is not touched; erasing that is a step of its own."""

from integration_portal.core.redaction import redact_person


def erase_from_audit(*, person, by, reason):
    """Remove what the audit trail holds of a person's names and contact ways; return the `Redaction`.

    Logged with who, when and why, without the person's name. Cannot be undone. Raises ValidationError without a reason.
    """
    names = [
        person.name,
        f"{person.first_name} {person.last_name}".strip(),
        person.name_for_sorting,
        person.email,
        person.phone,
    ]
    return redact_person(
        label=f"actors.person {person.pk}",
        objects=[person],
        values=[text for text in names if text],
        by=by,
        reason=reason,
    )
