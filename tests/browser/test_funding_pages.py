"""Pages of funding, of all indicators and of a publication's notice: axe and no sideways scrolling, wide and narrow."""

import pytest
from django.utils import timezone

from tests.browser.conftest import log_in
from tests.builders import PASSWORD, make_actor, make_attachment, make_measure, make_publication, make_user
from tests.builders_funding import (
    make_application,
    make_call,
    make_funder,
    make_grant,
    make_line,
    make_passed_on_application,
    make_passed_on_call,
    make_payment,
    make_programme,
)

from .test_coordination_pages import check

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/intern/foerderung/"
LONG = "Verwaltungsmitarbeitendenfortbildungsveranstaltungsreihe"


@pytest.fixture
def office(page):
    """The office, logged in."""
    user = make_user("office")
    log_in(page, user.email, PASSWORD)
    return user


@pytest.fixture
def granted(office):
    """A grant with everything that hangs on it, more spent than planned, long names and large amounts."""
    today = timezone.localdate()
    year = {"start_on": today.replace(month=1, day=1), "end_on": today.replace(month=12, day=31)}
    measure = make_measure(LONG)
    programme = make_programme(
        f"Landesprogramm {LONG}", funder=make_funder("Freistaat, Ministerium für Migration", url="https://example.org"),
        notice_text="Gefördert durch den Freistaat.", note="Merkblatt beachten.", url="https://example.org/programm",
    )  # fmt: skip
    call = make_call(f"Aufruf {LONG}", programme=programme, deadline=today)
    asked = make_application(f"Antrag {LONG}", programme=programme, call=call, state="approved", measures=[measure])
    grant = make_grant(
        f"Bewilligung {LONG}", 1_234_567, programme=programme, application=asked, report_due=today,
        responsible=office, note="Mittelabruf vierteljährlich.", **year,
    )  # fmt: skip
    line = make_line(grant, 1_000_000, year=today.year, measure=measure, label=LONG)
    payment = make_payment(line, 1_000_001, paid_on=today, payee="Druckerei Muster", reason=f"Flyer {LONG}")
    make_attachment(grant, "Zuwendungsbescheid-2026-Landesprogramm-Integration.pdf")
    return {"measure": measure, "grant": grant, "line": line, "payment": payment, "call": call, "asked": asked}


def test_pages_of_money_from_others(page, granted):
    grant, asked, call = (granted[name].get_absolute_url() for name in ("grant", "asked", "call"))
    programme = granted["grant"].programme
    check(
        page,
        [
            HOME, f"{HOME}programme/", f"{HOME}aufrufe/", f"{HOME}antraege/", f"{HOME}bewilligungen/",
            f"{HOME}bewilligungen/?stand=warnung&q=gibtesnicht", programme.get_absolute_url(), call, asked, grant,
            f"{HOME}geber/neu/", f"{HOME}programme/neu/", f"{call}bearbeiten/", f"{asked}bearbeiten/", f"{grant}bearbeiten/",
            f"{grant}nachweis/", f"{grant}zeilen/neu/", f"{HOME}zeilen/{granted['line'].pk}/bearbeiten/",
            f"{HOME}zahlungen/{granted['payment'].pk}/bearbeiten/", granted["measure"].get_office_url(),
        ],
    )  # fmt: skip


def test_pages_of_money_passed_on(page, granted):
    actor = make_actor("Bürgerzentrum für Nachbarschaftlichkeit")
    call = make_passed_on_call(f"Mikroprojekte {LONG}", 1_000_000, line=granted["line"], text="Bis 500 € je Vorhaben.")
    rows = [
        make_passed_on_application(call, f"Nähcafé {state}", state=state, actor=actor, purpose=LONG)
        for state in ("received", "approved", "rejected", "checked")
    ]
    received, approved = (row.get_absolute_url() for row in rows[:2])
    check(
        page,
        [
            f"{HOME}weiterleitungen/", f"{HOME}weiterleitungen/neu/", call.get_absolute_url(),
            f"{call.get_absolute_url()}antraege/neu/", *(row.get_absolute_url() for row in rows),
            f"{received}schritt/bewilligen/", f"{received}schritt/ablehnen/", f"{approved}schritt/nachweis/",
        ],
    )  # fmt: skip


def test_empty_pages_of_funding(page, office):
    check(
        page,
        [
            HOME,
            *(f"{HOME}{part}/" for part in ("programme", "aufrufe", "antraege", "bewilligungen", "weiterleitungen")),
        ],
    )


def test_a_publication_with_its_notice(page, granted):
    piece = make_publication("Pressemitteilung", notice="funded")
    piece.measures.set([granted["measure"]])
    check(page, [piece.get_absolute_url(), f"{piece.get_absolute_url()}bearbeiten/"])
