"""The office views of measures as office, reader, contributor and others meet them."""

import datetime

import pytest

from integration_portal.core.models import FormDraft, SavedView
from measures.models import Clarification, Measure, MeasureFunding, MeasurePartner
from tests.builders import make_actor, make_field, make_measure, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = make_user("office", name="Mara Muster")
    client.force_login(user)
    return user


def sheet(measure=None, **values):
    """The POST data of the measure form."""
    data = {
        "title": "Sprachcafé", "kind": "project", "start_precision": "day", "end_precision": "day",
        "partner-TOTAL_FORMS": "0", "partner-INITIAL_FORMS": "0", "geld-TOTAL_FORMS": "0", "geld-INITIAL_FORMS": "0",
    }  # fmt: skip
    if measure is None:
        data["status"] = "idea"
    else:
        data |= {"title": measure.title, "version": str(measure.version)}
    return data | values


def test_the_table_shows_number_title_status_and_lead(client, office):
    make_measure("Sprachcafé", field=make_field(), number="1.10", lead=make_actor("Bürgerzentrum Muster"))
    page = client.get("/intern/massnahmen/").content.decode()
    assert "1.10" in page
    assert "Sprachcafé" in page
    assert "Bürgerzentrum Muster" in page


@pytest.mark.parametrize(
    "view",
    [
        "alle",
        "meine",
        "zu-klaeren",
        "ueberfaellig",
        "verspaetet",
        "ohne-sachstand",
        "foerderung-endet",
        "nicht-oeffentlich",
        "archiv",
    ],
)
def test_every_view_answers_on_an_empty_portal(client, office, view):
    assert client.get(f"/intern/massnahmen/?ansicht={view}").status_code == 200


def test_2_10_stands_after_2_9(client, office):
    field = make_field(number=2)
    for number in ("2.10", "2.9", "2.1"):
        make_measure(f"Nr {number}", field=field, number=number)
    page = client.get("/intern/massnahmen/?sort=nr").context["page_obj"]
    assert [measure.number for measure in page] == ["2.1", "2.9", "2.10"]
    page = client.get("/intern/massnahmen/?sort=-nr").context["page_obj"]
    assert [measure.number for measure in page] == ["2.10", "2.9", "2.1"]


@pytest.mark.parametrize(
    "sort",
    ["nr", "titel", "stand", "federfuehrung", "sachstand", "ende", "foerderung", "geaendert", "-titel", "quatsch"],
)
def test_every_order_answers(client, office, sort):
    make_measure()
    assert client.get("/intern/massnahmen/", {"sort": sort}).status_code == 200


def test_unknown_filter_values_are_named_and_left_out(client, office):
    make_measure("Da")
    answer = client.get("/intern/massnahmen/?feld=quatsch&von=31.02.2026&ansicht=nix&seite=999999999999")
    assert answer.status_code == 200
    assert len(answer.context["notices"]) == 3
    assert [measure.title for measure in answer.context["page_obj"]] == ["Da"]


@pytest.mark.parametrize("rows", [10, 100])
def test_the_table_runs_the_same_few_queries_at_any_size(client, office, django_assert_max_num_queries, rows):
    field = make_field()
    for number in range(rows):
        make_measure(field=field, number=f"{field.number}.{number + 1}", lead=make_actor())
    client.get("/intern/massnahmen/")
    with django_assert_max_num_queries(12):
        client.get("/intern/massnahmen/")


def test_a_contributor_sees_the_measures_of_the_own_actors_only(client):
    own = make_actor()
    client.force_login(make_user("contributor", acts_for=[own]))
    mine = make_measure("Eigene", lead=own)
    partnered = make_measure("Mit dabei", lead=make_actor())
    MeasurePartner.objects.create(measure=partnered, actor=own)
    foreign = make_measure("Fremde", lead=make_actor())
    page = client.get("/intern/massnahmen/").context["page_obj"]
    assert {measure.title for measure in page} == {"Eigene", "Mit dabei"}
    assert client.get(f"/intern/massnahmen/{mine.pk}/").status_code == 200
    assert client.get(f"/intern/massnahmen/{foreign.pk}/").status_code == 404
    assert client.get(f"/intern/massnahmen/{mine.pk}/bearbeiten/").status_code == 403


def test_internal_words_stay_with_those_who_read_everything(client):
    own = make_actor()
    measure = make_measure(lead=own, internal_note="streng intern", import_note="aus der Liste")
    client.force_login(make_user("contributor", acts_for=[own]))
    page = client.get(f"/intern/massnahmen/{measure.pk}/").content.decode()
    assert "streng intern" not in page
    assert "aus der Liste" not in page
    assert "Verlauf" not in page
    client.force_login(make_user("reader"))
    page = client.get(f"/intern/massnahmen/{measure.pk}/").content.decode()
    assert "streng intern" in page


def test_a_measure_is_created_with_the_next_number_partners_and_funding(client, office):
    field, partner = make_field(number=2), make_actor("Partner")
    make_measure(field=field, number="2.9")
    answer = client.post(
        "/intern/massnahmen/neu/",
        sheet(
            primary_field=str(field.pk),
            **{
                "partner-TOTAL_FORMS": "1",
                "partner-0-actor": str(partner.pk),
                "partner-0-role": "Räume",
                "geld-TOTAL_FORMS": "1",
                "geld-0-source": "ThILIK",
                "geld-0-amount": "4500",
                "geld-0-state": "granted",
            },
        ),
    )
    measure = Measure.objects.get(title="Sprachcafé")
    assert answer.status_code == 302
    assert measure.placements.get().number == "2.10"
    assert [(link.actor, link.role) for link in measure.partner_links.all()] == [(partner, "Räume")]
    assert measure.funding.get().amount == 4500
    assert measure.is_published is False


def test_errors_stand_beside_the_fields_and_nothing_typed_is_lost(client, office):
    answer = client.post(
        "/intern/massnahmen/neu/",
        sheet(title="", description="Viel getippt", end_on="2026-01-01", start_on="2026-02-01"),
    )
    assert answer.status_code == 422
    assert "title" in answer.context["form"].errors
    assert "end_on" in answer.context["form"].errors
    assert "Viel getippt" in answer.content.decode()
    assert Measure.objects.count() == 0


def test_a_taken_number_is_refused_with_the_title_that_has_it(client, office):
    field = make_field(number=2)
    make_measure("Die Erste", field=field, number="2.3")
    answer = client.post("/intern/massnahmen/neu/", sheet(primary_field=str(field.pk), number="2.3"))
    assert answer.status_code == 422
    assert "Die Erste" in str(answer.context["form"].errors["number"])


def test_more_rows_keep_what_was_typed(client, office):
    answer = client.post("/intern/massnahmen/neu/", sheet(zeilen="partner", title="Getippt"))
    assert answer.status_code == 200
    assert len(answer.context["partners"].forms) == 2
    assert "Getippt" in answer.content.decode()


def test_the_second_of_two_editors_sees_both_texts_and_decides(client, office):
    measure = make_measure("Alt", summary="Anfang")
    stale = sheet(measure, title="Mein Titel", summary="Mein Satz")
    other = Measure.objects.get(pk=measure.pk)
    other.summary = "Satz der anderen"
    other.save()
    answer = client.post(f"/intern/massnahmen/{measure.pk}/bearbeiten/", stale)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Satz der anderen" in page
    assert "Mein Satz" in page
    again = stale | {"version": str(answer.context["form"]["version"].value()), "keep_theirs": "summary"}
    assert client.post(f"/intern/massnahmen/{measure.pk}/bearbeiten/", again).status_code == 302
    measure.refresh_from_db()
    assert (measure.title, measure.summary) == ("Mein Titel", "Satz der anderen")


def test_an_edit_without_its_version_is_refused(client, office):
    measure = make_measure("Alt")
    data = sheet(measure, title="Neu")
    del data["version"]
    assert client.post(f"/intern/massnahmen/{measure.pk}/bearbeiten/", data).status_code == 422
    measure.refresh_from_db()
    assert measure.title == "Alt"


def test_status_changes_along_the_table_with_a_reason(client, office, freeze):
    freeze()
    measure = make_measure(status="planned")
    url = f"/intern/massnahmen/{measure.pk}/stand/"
    data = {"status": "dropped", "reason": "", "on": "2026-11-23", "version": measure.version}
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"reason": "Kein Raum"}).status_code == 302
    measure.refresh_from_db()
    assert (measure.status, measure.status_reason, measure.status_changed_on) == (
        "dropped",
        "Kein Raum",
        datetime.date(2026, 11, 23),
    )


def test_publishing_names_what_is_missing_and_then_publishes(client, office):
    measure = make_measure("Leer")
    url = f"/intern/massnahmen/{measure.pk}/veroeffentlichen/"
    assert len(client.get(url).context["obstacles"]) == 3
    assert client.post(url).status_code == 422
    measure = make_measure("Fertig", lead=make_actor(), field=make_field(), summary="Ein Satz")
    url = f"/intern/massnahmen/{measure.pk}/veroeffentlichen/"
    assert client.post(url).status_code == 302
    measure.refresh_from_db()
    assert measure.is_published is True
    assert client.post(f"/intern/massnahmen/{measure.pk}/zuruecknehmen/").status_code == 302
    measure.refresh_from_db()
    assert measure.is_published is False


def test_the_preview_shows_the_public_page_without_internal_notes(client, office):
    measure = make_measure("Entwurf", lead=make_actor(), field=make_field(), summary="Satz", internal_note="geheim")
    page = client.get(f"/intern/massnahmen/{measure.pk}/vorschau/").content.decode()
    assert "Entwurf" in page
    assert "geheim" not in page


def test_archiving_takes_out_of_the_list_and_can_be_undone(client, office):
    measure = make_measure("Weg", published=True)
    assert client.get(f"/intern/massnahmen/{measure.pk}/archivieren/").status_code == 200
    client.post(f"/intern/massnahmen/{measure.pk}/archivieren/")
    measure.refresh_from_db()
    assert (measure.is_archived, measure.is_published) == (True, False)
    assert list(client.get("/intern/massnahmen/").context["page_obj"]) == []
    assert [m.title for m in client.get("/intern/massnahmen/?ansicht=archiv").context["page_obj"]] == ["Weg"]
    client.post(f"/intern/massnahmen/{measure.pk}/zurueckholen/")
    measure.refresh_from_db()
    assert measure.is_archived is False


def test_a_copy_is_an_unpublished_idea_with_its_own_number(client, office):
    field = make_field(number=3)
    measure = make_measure("Vorlage", published=True, field=field, number="3.1", status="in_progress")
    answer = client.post(f"/intern/massnahmen/{measure.pk}/kopieren/")
    copy = Measure.objects.exclude(pk=measure.pk).get()
    assert answer.url == f"/intern/massnahmen/{copy.pk}/bearbeiten/"
    assert (copy.status, copy.is_published, copy.placements.get().number) == ("idea", False, "3.2")
    assert copy.slug != measure.slug


def test_open_questions_are_settled_one_by_one(client, office):
    measure = make_measure(lead=None, to_clarify=True)
    lead = Clarification.objects.create(
        measure=measure, topic="lead", code="open", message="Federführung offen", original="offen"
    )
    date = Clarification.objects.create(
        measure=measure, topic="period", code="date", message="31.02. gibt es nicht", original="31.02.2026"
    )
    page = client.get(f"/intern/massnahmen/{measure.pk}/").content.decode()
    assert "31.02. gibt es nicht" in page
    client.post(f"/intern/massnahmen/{measure.pk}/klaeren/{lead.pk}/")
    lead.refresh_from_db()
    assert lead.resolved_at is None
    measure.lead = make_actor()
    measure.save()
    for question in (lead, date):
        client.post(f"/intern/massnahmen/{measure.pk}/klaeren/{question.pk}/")
    measure.refresh_from_db()
    assert measure.to_clarify is False


def test_bulk_changes_are_previewed_and_then_done(client, office):
    ready = make_measure("Fertig", lead=make_actor(), field=make_field(), summary="Satz")
    missing = make_measure("Ohne Federführung")
    data = {"aktion": "publish", "auswahl": [ready.pk, missing.pk], "zurueck": "/intern/massnahmen/"}
    preview = client.post("/intern/massnahmen/mehrere/", data)
    assert [line.measure.title for line in preview.context["plan"].changing] == ["Fertig"]
    assert [line.measure.title for line in preview.context["plan"].blocked] == ["Ohne Federführung"]
    ready.refresh_from_db()
    assert ready.is_published is False
    client.post("/intern/massnahmen/mehrere/", data | {"schritt": "ausfuehren", "stand": preview.context["stamp"]})
    ready.refresh_from_db()
    assert ready.is_published is True


def test_a_bulk_change_stops_when_a_row_has_changed_since_the_preview(client, office):
    one, two = make_measure("Eins"), make_measure("Zwei")
    data = {"aktion": "status", "status": "in_progress", "auswahl": [one.pk, two.pk], "schritt": "vorschau"}
    stamp = client.post("/intern/massnahmen/mehrere/", data).context["stamp"]
    two.title = "Inzwischen anders"
    two.save()
    client.post("/intern/massnahmen/mehrere/", data | {"schritt": "ausfuehren", "stand": stamp})
    one.refresh_from_db()
    assert one.status == "planned"


@pytest.mark.parametrize("action", ["status", "field", "responsible", "review", "unpublish", "archive"])
def test_every_bulk_action_works_from_first_to_last_step(client, office, action):
    field = make_field()
    measure = make_measure(published=True, field=field, number="1.1")
    target = make_field(field.framework)
    values = {
        "status": "in_progress",
        "reason": "",
        "field": target.pk,
        "responsible": office.pk,
        "review_on": "2027-01-31",
    }
    data = {"aktion": action, "auswahl": [measure.pk], "schritt": "vorschau", **values}
    stamp = client.post("/intern/massnahmen/mehrere/", data).context["stamp"]
    assert (
        client.post("/intern/massnahmen/mehrere/", data | {"schritt": "ausfuehren", "stand": stamp}).status_code == 302
    )
    after = Measure.objects.with_placements().get(pk=measure.pk)
    changed = {
        "status": after.status == "in_progress", "field": after.primary_field == target, "responsible": after.responsible == office,
        "review": after.next_review_on == datetime.date(2027, 1, 31), "unpublish": not after.is_published, "archive": after.is_archived,
    }  # fmt: skip
    assert changed[action] is True


def test_a_bulk_change_without_ticks_or_with_nonsense_says_so(client, office):
    for data in (
        {"aktion": "publish"},
        {"aktion": "quatsch", "auswahl": ["1"]},
        {"aktion": "publish", "auswahl": ["abc", "-1"]},
    ):
        assert client.post("/intern/massnahmen/mehrere/", data).status_code == 302


def test_a_saved_view_belongs_to_one_person_unless_shared(client, office):
    client.post("/intern/massnahmen/ansicht/", {"name": "Meine Sprache", "query": "q=Sprache"})
    view = SavedView.objects.get()
    other = make_user("office")
    client.force_login(other)
    assert list(client.get("/intern/massnahmen/").context["saved_views"]) == []
    assert client.post(f"/intern/massnahmen/ansicht/{view.pk}/entfernen/").status_code == 404
    client.force_login(office)
    client.post("/intern/massnahmen/ansicht/", {"name": "Meine Sprache", "query": "q=Sprache", "is_shared": "on"})
    client.force_login(other)
    assert list(client.get("/intern/massnahmen/").context["saved_views"]) == [view]


def test_a_draft_is_kept_offered_restored_and_gone_after_saving(client, office):
    typed = sheet(
        title="Halb getippt", draft_key="measures.measure:new", draft_label="Neu", draft_url="/intern/massnahmen/neu/"
    )
    assert client.post("/intern/entwurf/", typed).status_code == 200
    assert (
        "noch nicht gespeichert" in client.get("/intern/massnahmen/neu/").content.decode()
        or FormDraft.objects.count() == 1
    )
    assert "Halb getippt" in client.get("/intern/massnahmen/neu/?entwurf=1").content.decode()
    client.force_login(make_user("office"))
    assert "Halb getippt" not in client.get("/intern/massnahmen/neu/?entwurf=1").content.decode()
    client.force_login(office)
    client.post("/intern/massnahmen/neu/", sheet(title="Fertig getippt"))
    assert FormDraft.objects.count() == 0


@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
def test_the_export_gives_the_filtered_rows(client, office, fmt):
    make_measure("=2+2", field=make_field(), number="1.1")
    make_measure("Anderes", status="idea")
    MeasureFunding.objects.create(measure=Measure.objects.get(title="=2+2"), source="ThILIK")
    answer = client.get(f"/intern/massnahmen.{fmt}?status=planned")
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content)
    if fmt == "csv":
        lines = body.decode().splitlines()
        assert len(lines) == 2
        assert "'=2+2" in lines[1]
