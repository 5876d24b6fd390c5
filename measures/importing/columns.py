"""What the columns of a list of measures can mean, and the words that offices use for them."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core.importing.header import TargetField
from integration_portal.core.importing.values.amounts import looks_like_amount
from integration_portal.core.importing.values.numbers import looks_like_number
from integration_portal.core.importing.values.periods import looks_like_period
from integration_portal.core.importing.values.words import looks_like_status

TARGETS = [
    TargetField(
        "number", _("Number"),
        ("Lfd. Nr.", "Nr.", "Nummer", "lfd. Nummer", "Maßnahmennummer", "Maßnahme Nr.", "Maßn.-Nr.", "M-Nr.", "Kennziffer", "Ziffer", "No.", "Pos."),
        recognise=looks_like_number,
    ),
    TargetField(
        "title", _("Title"),
        ("Maßnahme / Projekt", "Maßnahme", "Maßnahmen", "Projekt", "Projektname", "Bezeichnung", "Titel", "Name der Maßnahme", "Maßnahmentitel",
         "Vorhaben", "Angebot", "Thema", "Was", "Titel der Maßnahme", "Bezeichnung der Maßnahme", "Projekttitel", "Maßnahmenbezeichnung", "measure"),
        required=True,
    ),
    TargetField("field", _("Field of action"), ("Handlungsfeld", "HF", "Handlungsbereich", "Themenfeld", "Bereich", "Handlungsfelder", "field of action")),
    TargetField("further_fields", _("Further fields of action"), ("weitere Handlungsfelder", "Querbezug", "berührt Handlungsfelder", "weitere HF")),
    TargetField("goal", _("Goal"), ("Ziel", "Ziele", "Teilziel", "Leitziel", "Zielstellung", "Zielsetzung", "wozu")),
    TargetField(
        "lead", _("Lead"),
        ("Federführung", "federführend", "Verantwortlich", "Verantwortliche", "Verantwortlichkeit", "Zuständig", "Zuständigkeit", "Träger", "Maßnahmenträger",
         "Projektträger", "Wer", "verantwortliche Stelle", "Leitung", "Durchführung", "zuständige Stelle", "Antragsteller"),
    ),
    TargetField(
        "partners", _("Partners"),
        ("Beteiligte", "Partner", "Kooperationspartner", "Mitwirkende", "Kooperation", "Akteure", "weitere Akteure", "beteiligte Akteure", "mit wem", "Netzwerkpartner", "Beteiligung"),
        many=True,
    ),
    TargetField("target_groups", _("Target groups"), ("Zielgruppe", "Zielgruppen", "für wen", "Adressaten", "Adressat")),
    TargetField("municipalities", _("Place"), ("Ort", "Orte", "Gemeinde", "Gemeinden", "Kommune", "Region", "Sozialraum", "Wo", "Standort", "Wirkungskreis", "Durchführungsort")),
    TargetField(
        "period", _("Period"),
        ("Zeitraum", "Laufzeit", "Zeit", "Zeitplan", "Zeitrahmen", "Umsetzungszeitraum", "Projektzeitraum", "Termin", "Zeitschiene", "Dauer", "Wann", "Realisierung", "Umsetzung bis wann"),
        recognise=looks_like_period,
    ),
    TargetField("start", _("Start"), ("Beginn", "Start", "von", "ab", "Startdatum", "Projektbeginn", "Anfang", "Zeitraum von", "Laufzeit von", "Beginn am")),
    TargetField("end", _("End"), ("Ende", "bis", "Enddatum", "Projektende", "Abschluss", "Zeitraum bis", "Laufzeit bis", "Frist", "Fertigstellung")),
    TargetField(
        "cost", _("Cost"),
        ("Kosten", "Kosten in €", "Kosten (EUR)", "Budget", "Betrag", "Summe", "Gesamtkosten", "Mittel", "Finanzbedarf", "Aufwand", "Ausgaben", "Kostenrahmen", "finanzielle Auswirkungen"),
        recognise=looks_like_amount,
    ),
    TargetField(
        "funding", _("Funding"),
        ("Finanzierung", "Fördermittel", "Förderung", "Fördermittelgeber", "Förderprogramm", "Geldgeber", "Finanzierungsquelle", "Mittelherkunft", "finanziert durch", "Kostenträger"),
    ),
    TargetField(
        "status", _("Status"),
        ("Umsetzungsstand", "Status", "Stand der Umsetzung", "Umsetzungsstatus", "Realisierungsstand", "Bearbeitungsstand", "Stand"),
        recognise=looks_like_status,
    ),
    TargetField(
        "progress_note", _("Latest progress"),
        ("Sachstand / Bemerkung", "Sachstand", "Bemerkung", "Bemerkungen", "Anmerkung", "Anmerkungen", "Kommentar", "Aktueller Stand", "Notiz", "Notizen", "Hinweise", "Ergebnis", "Erläuterung", "Sonstiges"),
        many=True,
    ),
    TargetField("kind", _("Kind"), ("Art", "Art der Maßnahme", "Maßnahmenart", "Typ", "Format", "Kategorie")),
    TargetField("priority", _("Priority"), ("Priorität", "Prio", "Dringlichkeit", "Wichtigkeit")),
    TargetField("is_focus", _("Focus"), ("Schwerpunkt", "Schwerpunktmaßnahme")),
    TargetField("is_quick_win", _("Quick win"), ("Quick-Win", "Quickwin", "Sofortmaßnahme")),
    TargetField("starting_situation", _("Starting situation"), ("Ausgangslage", "Ausgangssituation", "Anlass", "Problem", "Bedarf", "Hintergrund")),
    TargetField("description", _("Description"), ("Beschreibung", "Kurzbeschreibung", "Inhalt", "Maßnahmenbeschreibung", "Inhalte", "Erklärung", "Projektbeschreibung")),
    TargetField("expected_effect", _("Expected effect"), ("Wirkung", "Erwartete Wirkung", "Ergebnisse", "Nutzen", "Zielerreichung")),
]
LABELS = {target.key: target.label for target in TARGETS}
