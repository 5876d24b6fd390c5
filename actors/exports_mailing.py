"""What one takes along of a mailing list: portions for BCC, table, address cards, labels and letters."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core.display import format_day
from integration_portal.core.writers import Column, Table
from integration_portal.core.writers.docx import WordFile
from integration_portal.core.writers.pdf import render_pdf
from integration_portal.core.writers.vcard import Card, Place

#: Mail programs and browsers cut off longer addresses of the kind mailto:.
LONGEST_MAILTO = 1800
ON_A_SHEET, MOST_LABELS, MOST_LETTERS = 24, 4800, 1000

COLUMNS = [
    Column("email", gettext_lazy("E-mail address"), lambda one: one.email, 32),
    Column("name", gettext_lazy("Name"), lambda one: one.name, 32),
    Column("title", gettext_lazy("Title"), lambda one: one.title, 12),
    Column("first_name", gettext_lazy("First name"), lambda one: one.first_name),
    Column("last_name", gettext_lazy("Family name"), lambda one: one.last_name),
    Column("function", gettext_lazy("Function"), lambda one: one.function, 24),
    Column("organisation", gettext_lazy("Organisation"), lambda one: one.organisation, 32),
    Column("street", gettext_lazy("Street and number"), lambda one: one.street, 24),
    Column("postal_code", gettext_lazy("Postal code"), lambda one: one.postal_code, 12),
    Column("city", gettext_lazy("Town or village"), lambda one: one.city),
    Column("phone", gettext_lazy("Telephone"), lambda one: one.phone),
]


def portions(recipients, size):
    """The addresses in portions of at most `size`, each as (number, how many, text to copy, mailto address or "")."""
    emails = [one.email for one in recipients.found]
    made = []
    for start in range(0, len(emails), size):
        some = emails[start : start + size]
        mailto = f"mailto:?bcc={','.join(some)}"
        is_safe = len(mailto) <= LONGEST_MAILTO and not any(char in mailto[12:] for char in "&?#% ")
        made.append((len(made) + 1, len(some), ", ".join(some), mailto if is_safe else ""))
    return made


def table_of(mailing_list, recipients):
    """A table of those who get mails."""
    return Table(title=mailing_list.name, columns=COLUMNS, rows=recipients.found)


def card_of(one):
    """The address card of a recipient."""
    place = Place(one.street, one.postal_code, one.city)
    key = f"person-{one.person_id}" if one.person_id else f"actor-{one.actor_id}"
    return Card(
        uid=f"{key}@integration-portal",
        name=one.name,
        family_name=one.last_name,
        given_name=one.first_name,
        prefix=one.title,
        organisation=one.organisation,
        function=one.function,
        emails=(one.email,) if one.email else (),
        phones=(one.phone,) if one.phone else (),
        places=(place,) if place.street or place.city else (),
    )


def labels_pdf(mailing_list, recipients, *, first=1):
    """Labels of 70 × 36 mm, 24 on a sheet of A4, beginning with the label `first` of a sheet begun earlier.

    Raises ValidationError when nobody has a postal address, or there are too many for one file.
    """
    found, _without = recipients.by_post()
    if not found:
        raise ValidationError(_("Nobody on this list has a postal address."), code="nobody")
    if len(found) > MOST_LABELS:
        raise ValidationError(
            _("These are more than %(n)s labels. Please narrow the list down.") % {"n": MOST_LABELS}, code="many"
        )
    labels = [[]] * (first - 1) + [one.address_lines for one in found]
    sheets = [labels[start : start + ON_A_SHEET] for start in range(0, len(labels), ON_A_SHEET)]
    title = _("Address labels: %(name)s") % {"name": mailing_list.name}
    return render_pdf("labels", {"title": title, "lang": "de", "sheets": sheets})


def salutation(one):
    """How a letter begins: by title and family name, by full name without a title that says how, else general."""
    if not one.person_id:
        return _("Dear Sir or Madam,")
    first, _space, rest = one.title.strip().partition(" ")
    name = " ".join(filter(None, (rest, one.last_name)))
    if first.lower() in ("frau", "fr.", "ms", "mrs", "ms.", "mrs."):
        return _("Dear Ms %(name)s,") % {"name": name}
    if first.lower() in ("herr", "herrn", "hr.", "mr", "mr."):
        return _("Dear Mr %(name)s,") % {"name": name}
    return _("Good day %(name)s,") % {"name": one.name}


def letters_docx(recipients, *, values, site):
    """One letter for each recipient with a postal address. `values`: what was typed in the form.

    Raises ValidationError when nobody has a postal address, or there are too many for one file.
    """
    found, _without = recipients.by_post()
    if not found:
        raise ValidationError(_("Nobody on this list has a postal address."), code="nobody")
    if len(found) > MOST_LETTERS:
        raise ValidationError(
            _("These are more than %(n)s letters. Please narrow the list down.") % {"n": MOST_LETTERS}, code="many"
        )
    file = WordFile(values["subject"], author=site.office_name)
    for number, one in enumerate(found):
        file.put_lines([site.office_name], new_page=number > 0, small=True)
        file.put_lines(one.address_lines, space_after=36)
        file.put_lines([format_day(values["day"])], right=True, space_after=18)
        file.put_lines([values["subject"]], strong=True, space_after=12)
        file.put_lines([salutation(one)])
        file.put_text(values["text"])
        file.put_lines([values["closing"]], space_after=30)
        file.put_lines([values["signed"]])
    return file.to_bytes()
