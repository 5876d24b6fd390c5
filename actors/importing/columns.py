"""What the columns of a list of actors can mean, and the words that offices and Outlook use for them.

A list names organisations, or persons at organisations, one in each row: then columns for first and family name are
there, and "E-Mail" or "Telefon" beside them are the person's.
"""

from django.utils.translation import gettext_lazy as _

from integration_portal.core.importing.header import TargetField
from integration_portal.core.importing.values.contacts import looks_like_email, looks_like_phone, looks_like_postal_code

from . import outlook

IGNORED = "ignored"
#: Columns whose presence makes a row one person at an organisation.
NAMES = ("first_name", "last_name")

PERSON_TARGETS = [
    TargetField(
        "first_name",
        _("First name"),
        ("Vorname", "Weitere Vornamen", "Rufname", "First Name", "Middle Name", "Given Name", *outlook.FIRST_NAMES),
        many=True,
    ),
    TargetField(
        "last_name",
        _("Family name"),
        ("Nachname", "Familienname", "Zuname", "Last Name", "Surname", *outlook.LAST_NAMES),
        beside=("first_name",),
        beside_words=("Name",),
    ),
    TargetField(
        "person_title",
        _("Form of address or title"),
        ("Anrede", "Titel", "Title", "Akademischer Titel", "Namenspräfix", "Suffix"),
        exact=True,
        many=True,
    ),
    TargetField(
        "function",
        _("Function"),
        ("Position", "Funktion", "Rolle", "Job Title", "Stellung", "Dienststellung", "Amtsbezeichnung"),
        exact=True,
        many=True,
    ),
    TargetField("department", _("Department"), ("Abteilung", "Department", "Organisationseinheit"), exact=True),
    TargetField(
        "person_email",
        _("E-mail address of the person"),
        outlook.EMAILS,
        exact=True,
        many=True,
        beside=NAMES,
        beside_words=("E-Mail", "Mail", "Email", "E-Mail-Adresse", "E-mail Address", "Mailadresse"),
    ),
    TargetField(
        "person_phone",
        _("Telephone of the person"),
        outlook.PHONES,
        exact=True,
        many=True,
        beside=NAMES,
        beside_words=("Telefon", "Tel.", "Telefonnummer", "Fon", "Festnetz", "Rufnummer", "Phone", "Durchwahl"),
    ),
    TargetField(
        "person_mobile",
        _("Mobile telephone"),
        ("Mobiltelefon", "Mobiltelefon 2", "Mobil", "Handy", "Mobilnummer", "Mobile Phone", "Mobile", *outlook.CARS),
        exact=True,
        many=True,
    ),
    TargetField(
        "person_fax",
        _("Fax"),
        ("Fax", "Telefax", "Faxnummer", "Fax geschäftlich", "Business Fax"),
        exact=True,
        many=True,
    ),
    TargetField(
        "person_language",
        _("Preferred language"),
        ("Bevorzugte Sprache", "Korrespondenzsprache", "Kontaktsprache"),
        exact=True,
    ),
]
TARGETS = [
    TargetField(
        "name",
        _("Name"),
        (
            "Name",
            "Organisation",
            "Institution",
            "Einrichtung",
            "Akteur",
            "Träger",
            "Verein",
            "Name der Einrichtung",
            "Name der Organisation",
            "Firma",
            "Bezeichnung",
            "Netzwerkpartner",
            "Company",
            "Organization",
        ),
        required=True,
    ),
    TargetField("short_name", _("Short name"), ("Kurzname", "Kürzel", "Abkürzung", "Kurzbezeichnung")),
    TargetField(
        "kind",
        _("Kind"),
        ("Art", "Typ", "Kategorie", "Art der Organisation", "Organisationsform", "Rechtsform", "Gruppe"),
    ),
    TargetField(
        "street",
        _("Street and number"),
        (
            "Straße",
            "Straße, Nr.",
            "Straße und Hausnummer",
            "Anschrift",
            "Adresse",
            "Str.",
            "Straße / Hausnummer",
            "Straße geschäftlich",
            "Business Street",
        ),
    ),
    TargetField(
        "postal_code",
        _("Postal code"),
        ("PLZ", "Postleitzahl", "Postleitzahl geschäftlich", "Business Postal Code"),
        recognise=looks_like_postal_code,
    ),
    TargetField(
        "city",
        _("Town"),
        ("Ort", "Stadt", "Wohnort", "PLZ Ort", "PLZ/Ort", "Gemeinde", "Ort geschäftlich", "Business City"),
    ),
    TargetField(
        "email",
        _("E-mail address"),
        (
            "E-Mail",
            "Mail",
            "Email",
            "E-Mail-Adresse",
            "Mailadresse",
            "Kontakt E-Mail",
            "E-Mail der Organisation",
            "E-Mail Firma",
            "E-Mail Zentrale",
        ),
        recognise=looks_like_email,
    ),
    TargetField(
        "phone",
        _("Telephone"),
        (
            "Telefon",
            "Tel.",
            "Telefonnummer",
            "Fon",
            "Rufnummer",
            "Tel.-Nr.",
            "Phone",
            "Telefon Firma",
            "Telefon Zentrale",
            "Company Main Phone",
        ),
        recognise=looks_like_phone,
    ),
    TargetField(
        "website",
        _("Website"),
        ("Internet", "Homepage", "Webseite", "Website", "URL", "www", "Internetseite", "Web Page"),
    ),
    TargetField(
        "persons",
        _("Contact persons"),
        (
            "Ansprechpartner/in",
            "Ansprechpartner",
            "Ansprechpartnerin",
            "Ansprechperson",
            "Kontaktperson",
            "Kontakt",
            "AP",
            "zuständige Person",
            "Leitung",
            "Vertreter/in",
        ),
        many=True,
    ),
    TargetField(
        "fields",
        _("Fields of action"),
        ("Handlungsfelder", "Handlungsfeld", "HF", "Themenfelder", "Themen", "Schwerpunkte", "Bereiche"),
    ),
    TargetField(
        "municipalities", _("Works in"), ("Einzugsgebiet", "Wirkungskreis", "tätig in", "Gemeinden", "Sozialraum")
    ),
    TargetField("languages", _("Languages spoken"), ("Sprachen", "Sprachkenntnisse", "gesprochene Sprachen")),
    TargetField(
        "description", _("Description"), ("Beschreibung", "Angebot", "Angebote", "Aufgaben", "Tätigkeit", "Profil")
    ),
    TargetField(
        "internal_note",
        _("Internal note"),
        ("Bemerkung", "Bemerkungen", "Notiz", "Anmerkung", "Hinweis", "Sonstiges", "Notizen", "Notes"),
        many=True,
    ),
    TargetField(
        "categories", _("Categories"), ("Kategorien", "Categories", "Stichwörter", "Keywords"), exact=True, many=True
    ),
    *PERSON_TARGETS,
    TargetField(
        IGNORED,
        _("– not taken over –"),
        outlook.NOT_TAKEN,
        exact=True,
        many=True,
        beside=NAMES,
        beside_words=outlook.NOT_TAKEN_OF_PERSONS,
    ),
]
LABELS = {target.key: target.label for target in TARGETS} | {"topics": _("Topics")}
