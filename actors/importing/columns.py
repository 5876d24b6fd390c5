"""What the columns of a list of actors can mean, and the words that offices use for them."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core.importing.header import TargetField
from integration_portal.core.importing.values.contacts import looks_like_email, looks_like_phone, looks_like_postal_code

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
        ("Straße", "Straße, Nr.", "Straße und Hausnummer", "Anschrift", "Adresse", "Str.", "Straße / Hausnummer"),
    ),
    TargetField("postal_code", _("Postal code"), ("PLZ", "Postleitzahl"), recognise=looks_like_postal_code),
    TargetField("city", _("Town"), ("Ort", "Stadt", "Wohnort", "PLZ Ort", "PLZ/Ort", "Gemeinde")),
    TargetField(
        "email",
        _("E-mail address"),
        ("E-Mail", "Mail", "Email", "E-Mail-Adresse", "Mailadresse", "Kontakt E-Mail"),
        recognise=looks_like_email,
    ),
    TargetField(
        "phone",
        _("Telephone"),
        ("Telefon", "Tel.", "Telefonnummer", "Fon", "Rufnummer", "Tel.-Nr.", "Phone"),
        recognise=looks_like_phone,
    ),
    TargetField(
        "website", _("Website"), ("Internet", "Homepage", "Webseite", "Website", "URL", "www", "Internetseite")
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
        ("Bemerkung", "Bemerkungen", "Notiz", "Anmerkung", "Hinweis", "Sonstiges"),
        many=True,
    ),
]
LABELS = {target.key: target.label for target in TARGETS}
