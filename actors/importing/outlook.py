"""The headings of Outlook's lists of contacts, in German and English, where they are more than everyday words."""


def _each(pattern, *parts):
    return tuple(pattern.format(part) for part in parts)


EMAILS = (
    "Persönliche E-Mail",
    "E-Mail der Ansprechperson",
    "E-Mail Ansprechpartner",
    *_each("E-Mail {}: Adresse", 2, 3),
    *_each("E-Mail-Adresse {}", 2, 3),
    *_each("E-mail {} Address", 2, 3),
)
FIRST_NAMES = _each("Vorname {}", "Ansprechpartner", "Ansprechpartner/in", "Ansprechperson", "Kontaktperson", "Kontakt")
LAST_NAMES = _each("Nachname {}", "Ansprechpartner", "Ansprechpartner/in", "Ansprechperson", "Kontaktperson", "Kontakt")
PHONES = (
    *("Telefon geschäftlich", "Telefon geschäftlich 2", "Telefon dienstlich", "Haupttelefon", "Weiteres Telefon"),
    *("Telefon privat", "Telefon privat 2", "Telefon der Ansprechperson"),
    *("Business Phone", "Business Phone 2", "Primary Phone", "Other Phone", "Home Phone", "Home Phone 2"),
)
CARS = ("Autotelefon", "Car Phone")

#: Not needed to work with an organisation, or of a person's private life.
NOT_TAKEN = (
    *("Straße privat", "Straße privat 2", "Straße privat 3", "Ort privat", "Bundesland/Kanton privat"),
    *("Postleitzahl privat", "Land/Region privat", "Postfach privat", "Fax privat", "Anschrift privat"),
    *("Home Street", "Home Street 2", "Home Street 3", "Home City", "Home State", "Home Postal Code"),
    *("Home Country/Region", "Home Country", "Home Address PO Box", "Home Fax", "Home Address"),
    *("Weitere Straße", "Weitere Straße 2", "Weitere Straße 3", "Weiterer Ort", "Weiteres/r Bundesland/Kanton"),
    *("Weitere Postleitzahl", "Weiteres/e Land/Region", "Weiteres Postfach", "Weiteres Fax"),
    *("Other Street", "Other Street 2", "Other Street 3", "Other City", "Other State", "Other Postal Code"),
    *("Other Country/Region", "Other Country", "Other Address PO Box", "Other Fax"),
    *(
        "Land/Region geschäftlich",
        "Region geschäftlich",
        "Business Country/Region",
        "Business Country",
        "Business State",
    ),
    *("Telefon Assistent", "Name Assistent", "Name des/der Vorgesetzten", "Rückmeldung", "Pager", "ISDN", "Telex"),
    *("Assistant's Phone", "Assistant's Name", "Manager's Name", "Callback", "Radio Phone", "TTY/TDD Phone"),
    *("Telefon für Hörbehinderte", "Abrechnungsinformation", "Billing Information", "Reisekilometer", "Mileage"),
    *("E-Mail-Typ", "E-Mail: Typ", "E-Mail: Angezeigter Name", "E-mail Type", "E-mail Display Name"),
    *_each("E-Mail {}: Typ", 2, 3),
    *_each("E-Mail {}: Angezeigter Name", 2, 3),
    *_each("E-mail {} Type", 2, 3),
    *_each("E-mail {} Display Name", 2, 3),
    *("Internet Frei/Gebucht", "Internet Free Busy", "Verzeichnisserver", "Directory Server"),
    *("Organisations-Nr.", "Regierungs-Nr.", "Organizational ID Number", "Government ID Number"),
    *("Vertraulichkeit", "Sensitivity", "Empfohlen von", "Referred By"),
)
#: Everyday words that mean a person's private life or Outlook's own affairs only beside a person's name.
NOT_TAKEN_OF_PERSONS = (
    *("Geburtstag", "Geburtsdatum", "Geschlecht", "Hobby", "Hobbys", "Jahrestag", "Kinder", "Partner", "Partner/in"),
    *("Initialen", "Konto", "Priorität", "Privat", "Beruf"),
    *("Birthday", "Gender", "Anniversary", "Children", "Spouse", "Initials", "Account", "Priority", "Private"),
    *("Profession",),
)
