"""Actors in the office views: who sees what, what is saved, what happens to bad input, and what is logged."""

import re

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actors.models import Actor, ActorAlias
from integration_portal.core import audit
from integration_portal.core.models import FormDraft, Language
from tests import builders

pytestmark = pytest.mark.django_db

LIST = "/intern/akteure/"


@pytest.fixture
def office(client):
    client.force_login(builders.make_user("office", name="Mara Muster"))
    return client


def form_of(actor=None, **changes):
    data = {"name": actor.name if actor else "Verein Muster", "version": actor.version if actor else "", "aliases": ""}
    return data | changes


def names(response):
    return [actor.name for actor in response.context["page_obj"]]


# --- who sees what -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "expected"),
    [("", 403), ("council", 403), ("contributor", 200), ("reader", 200), ("office", 200), ("admin", 200)],
)
def test_the_list_is_for_insiders(client, role, expected):
    client.force_login(builders.make_user(role))
    assert client.get(LIST).status_code == expected


def test_visitors_are_sent_to_the_login(client):
    response = client.get(LIST)
    assert response.status_code == 302 and response["Location"].startswith("/konto/anmelden/")


def test_a_contributor_sees_own_actors_only_and_no_persons(client):
    own, other = builders.make_actor("Eigener Verein"), builders.make_actor("Fremder Verein", is_published=True)
    person = builders.make_person("Geheim")
    person.roles.create(actor=own, is_main_contact=True)
    client.force_login(builders.make_user("contributor", acts_for=[own]))
    assert names(client.get(LIST)) == ["Eigener Verein"]
    assert client.get(other.get_absolute_url()).status_code == 404
    page = client.get(own.get_absolute_url())
    assert page.status_code == 200
    assert "Geheim" not in page.content.decode()
    assert "Geheim" not in client.get(LIST).content.decode()
    assert client.get(reverse("actors:office_edit", args=[own.pk])).status_code == 403


@pytest.mark.parametrize("role", ["reader", "contributor"])
@pytest.mark.parametrize("step", ["publish", "unpublish", "restore", "archive", "edit"])
def test_only_the_office_changes_anything(client, role, step):
    actor = builders.make_actor()
    client.force_login(builders.make_user(role, acts_for=[actor]))
    assert client.post(reverse(f"actors:office_{step}", args=[actor.pk]), {"reason": "x"}).status_code == 403


# --- list --------------------------------------------------------------------------------------------
def test_filters_narrow_and_combine(office):
    kind, field, place = (
        builders.make_kind(slug="verein"),
        builders.make_field(slug="sprache"),
        builders.make_municipality(ags="16077001"),
    )
    language = Language.objects.create(name="Ukrainisch", slug="uk")
    fits = builders.make_actor("Sprachförderung Muster", kind=kind, is_published=True, municipality=place)
    fits.fields.add(field)
    fits.languages.add(language)
    builders.make_actor("Anderer Verein")
    for query in (
        "art=verein",
        "feld=sprache",
        "gemeinde=16077001",
        "sprache=uk",
        "oeffentlich=ja",
        "q=foerderung",
        "art=verein&feld=sprache&q=sprache",
    ):
        assert names(office.get(f"{LIST}?{query}")) == ["Sprachförderung Muster"], query


def test_archived_actors_appear_only_on_demand(office):
    builders.make_actor("Heute")
    actor = builders.make_actor("Früher")
    office.post(reverse("actors:office_archive", args=[actor.pk]), {"reason": "aufgelöst"})
    assert names(office.get(LIST)) == ["Heute"]
    assert names(office.get(f"{LIST}?archiv=ja")) == ["Früher"]
    assert names(office.get(f"{LIST}?archiv=alle")) == ["Früher", "Heute"]


def test_names_sort_the_german_way_in_both_directions(office):
    for name in ("Zebra", "Ärztehaus", "Apotheke", "öffentlich"):
        builders.make_actor(name)
    assert names(office.get(LIST)) == ["Apotheke", "Ärztehaus", "öffentlich", "Zebra"]
    assert names(office.get(f"{LIST}?sort=-name")) == ["Zebra", "öffentlich", "Ärztehaus", "Apotheke"]


@pytest.mark.parametrize(
    "query",
    [
        "art=gibtesnicht",
        "feld=%00",
        "sort=quatsch",
        "seite=0",
        "seite=1000000000",
        "seite=-1",
        "oeffentlich=vielleicht",
        "q=" + "x" * 3000,
        "art=a&art=b",
        "q=%F0%9F%98%80%E2%80%AE",
    ],
)
def test_nonsense_in_the_address_gives_the_page(office, query):
    builders.make_actor()
    assert office.get(f"{LIST}?{query}").status_code == 200


def test_an_unknown_value_is_named(office):
    response = office.get(f"{LIST}?art=gibtesnicht")
    assert "gibtesnicht" in response.content.decode()
    assert response.context["notices"]


def test_the_list_runs_the_same_queries_for_two_rows_and_forty(office):
    def count():
        with CaptureQueriesContext(connection) as queries:
            office.get(LIST)
        return len(queries)

    field = builders.make_field()

    def fill(number):
        for _index in range(number):
            actor = builders.make_actor(kind=builders.make_kind())
            actor.fields.add(field)
            builders.make_person().roles.create(actor=actor, is_main_contact=True)

    fill(2)
    few = count()
    fill(38)
    assert count() <= few
    assert few <= 21


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_the_export_holds_exactly_the_filtered_rows(office, fmt):
    builders.make_actor("=SUM(A1)", is_published=True)
    builders.make_actor("Nicht dabei")
    response = office.get(f"/intern/akteure.{fmt}?oeffentlich=ja")
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == 200
    if fmt == "csv":
        text = body.decode("utf-8")
        assert "Nicht dabei" not in text
        assert "SUM(A1)" in text and not re.search(r'(^|[\n,"])=SUM', text)


# --- writing -----------------------------------------------------------------------------------------
def test_creating_saves_links_and_spellings_and_is_logged(office):
    field, place = builders.make_field(), builders.make_municipality()
    response = office.post(
        "/intern/akteure/neu/",
        form_of(
            name="Förderverein Übermut e. V.",
            fields=[field.pk],
            municipalities=[place.pk],
            aliases="FV Übermut\n\nÜbermut\nFV Übermut",
        ),
    )
    actor = Actor.objects.get()
    assert response.status_code == 302 and response["Location"] == actor.get_absolute_url()
    assert (actor.slug, actor.is_published) == ("foerderverein-uebermut-e-v", False)
    assert list(actor.fields.all()) == [field]
    assert sorted(actor.aliases.values_list("name", flat=True)) == ["FV Übermut", "Übermut"]
    entries = LogEntry.objects.filter(cid=audit.key_of(actor))
    assert {entry.content_type.model for entry in entries} >= {"actor", "actoralias"}
    assert all(entry.additional_data["who"] == "Mara Muster" for entry in entries)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("postal_code", "123"),
        ("postal_code", "١٢٣٤٥"),
        ("email", "keine"),
        ("website", "javascript:alert(1)"),
        ("kind", "99999"),
        ("fields", "abc"),
        ("aliases", "x" * 201),
        ("name", "a\x00b"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_stays_in_the_form(office, field, value):
    response = office.post("/intern/akteure/neu/", form_of(**{"description": "Bleibt stehen", field: value}))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "Bleibt stehen" in response.content.decode()
    assert not Actor.objects.exists()


def test_markup_is_shown_as_text(office):
    office.post("/intern/akteure/neu/", form_of(name="<script>alert(1)</script>", description="<b>fett</b>"))
    page = office.get(Actor.objects.get().get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page and "<b>fett</b>" not in page


def test_a_spelling_belongs_to_one_actor(office):
    first = builders.make_actor("Erster")
    ActorAlias.objects.create(actor=first, name="VHS")
    second = builders.make_actor("Zweiter")
    response = office.post(reverse("actors:office_edit", args=[second.pk]), form_of(second, aliases="VHS"))
    assert response.status_code == 422
    assert "Erster" in response.content.decode()


def test_the_second_editor_sees_both_texts_and_loses_nothing(office):
    actor = builders.make_actor("Alt")
    url = reverse("actors:office_edit", args=[actor.pk])
    opened = form_of(actor)
    assert office.post(url, opened | {"name": "Vom Ersten", "aliases": "Kurz A"}).status_code == 302
    response = office.post(url, opened | {"name": "Vom Zweiten", "aliases": "Kurz B"})
    page = response.content.decode()
    assert response.status_code == 409
    for text in ("Vom Ersten", "Vom Zweiten", "Kurz A", "Kurz B"):
        assert text in page
    actor.refresh_from_db()
    assert actor.name == "Vom Ersten"
    again = opened | {"name": "Vom Zweiten", "aliases": "Kurz B", "version": actor.version}
    assert office.post(url, again).status_code == 302
    actor.refresh_from_db()
    assert actor.name == "Vom Zweiten"


def test_an_edit_without_its_version_is_refused(office):
    actor = builders.make_actor("Alt")
    response = office.post(reverse("actors:office_edit", args=[actor.pk]), {"name": "Neu"})
    assert response.status_code == 422
    actor.refresh_from_db()
    assert actor.name == "Alt"


def test_saving_discards_the_autosaved_draft(office):
    actor = builders.make_actor("Alt")
    url = reverse("actors:office_edit", args=[actor.pk])
    office.post(
        reverse("core:draft"), form_of(actor, name="Im Entwurf", draft_key=f"actors.actor:{actor.pk}", draft_url=url)
    )
    assert "Im Entwurf" not in office.get(url).content.decode()
    assert "Im Entwurf" in office.get(f"{url}?entwurf=1").content.decode()
    office.post(url, form_of(actor, name="Neu"))
    assert not FormDraft.objects.exists()


# --- steps -------------------------------------------------------------------------------------------
def test_publishing_and_back(office):
    actor = builders.make_actor()
    for step, expected in (("publish", True), ("publish", True), ("unpublish", False), ("unpublish", False)):
        assert office.post(reverse(f"actors:office_{step}", args=[actor.pk])).status_code == 302
        actor.refresh_from_db()
        assert actor.is_published is expected


def test_archiving_asks_why_and_takes_it_from_the_public_pages(office):
    actor = builders.make_actor(is_published=True)
    url = reverse("actors:office_archive", args=[actor.pk])
    assert office.post(url, {"reason": "  "}).status_code == 422
    assert office.post(url, {"reason": "Verein aufgelöst"}).status_code == 302
    actor.refresh_from_db()
    assert actor.archived_at and not actor.is_published
    assert "Verein aufgelöst" in office.get(actor.get_absolute_url()).content.decode()
    office.post(reverse("actors:office_publish", args=[actor.pk]))
    actor.refresh_from_db()
    assert not actor.is_published
    office.post(reverse("actors:office_restore", args=[actor.pk]))
    actor.refresh_from_db()
    assert (actor.archived_at, actor.archive_reason, actor.is_published) == (None, "", False)


@pytest.mark.parametrize("step", ["publish", "unpublish", "restore"])
def test_steps_need_a_post(office, step):
    assert office.get(reverse(f"actors:office_{step}", args=[builders.make_actor().pk])).status_code == 405


def test_published_actors_stand_on_the_page_of_their_field(client):
    field = builders.make_field(slug="sprache", name="Sprache")
    for name, published in (("Sichtbar e. V.", True), ("Versteckt e. V.", False)):
        builders.make_actor(name, is_published=published).fields.add(field)
    page = client.get("/handlungsfelder/sprache/").content.decode()
    assert "Sichtbar e. V." in page and "Versteckt e. V." not in page


def test_the_sheet_shows_the_measures_the_reader_may_see(client):
    actor, other = builders.make_actor(), builders.make_actor()
    builders.make_measure("Geführt", lead=actor)
    partnered = builders.make_measure("Beteiligt", lead=other)
    partnered.partner_links.create(actor=actor, role="Räume")
    builders.make_measure("Von anderen", lead=other)
    for role in ("office", "reader", "contributor"):
        client.force_login(builders.make_user(role, acts_for=[actor]))
        page = client.get(actor.get_absolute_url()).content.decode()
        assert "Geführt" in page and "Beteiligt" in page and "Von anderen" not in page, role


def test_sending_the_filter_form_untouched_narrows_nothing(office):
    builders.make_actor("Eins"), builders.make_actor("Zwei", is_published=True)
    form = office.get(LIST).context["filter"].form
    untouched = {name: field.choices[0][0] for name, field in form.fields.items() if name in ("oeffentlich", "archiv")}
    assert names(office.get(LIST, untouched)) == ["Eins", "Zwei"]
