"""The frame of all pages, home, legal, error and technical pages."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from actors.models import Actor, ActorKind
from fields_of_action.models import FieldOfAction, Framework, Indicator
from integration_portal.core.models import SiteSettings, User
from measures.models import Event, Measure, MeasurePlacement, Status
from tests import builders
from tests.builders_concept import make_final, make_process, make_revision, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser():
    return User.objects.create_superuser("it@example.org", "ein langes Passwort", name="Mara Muster")


@pytest.fixture
def inside(client, superuser):
    client.force_login(superuser)
    return client


@pytest.fixture
def field():
    framework = Framework.objects.create(title="Leitlinien", slug="leitlinien", valid_from="2019-04-01")
    return FieldOfAction.objects.create(
        framework=framework,
        number=1,
        slug="sprache",
        name="Sprache",
        name_en="Language",
        hue="indigo",
        pictogram="speech",
    )


@pytest.fixture
def make_measure(field):
    kind = ActorKind.objects.create(name="Verein")
    lead = Actor.objects.create(name="Musterverein", slug="musterverein", kind=kind)

    def make(title, *, status=Status.IN_PROGRESS, published=True):
        number = Measure.objects.count() + 1
        measure = Measure.objects.create(
            title=title,
            slug=f"m-{number}",
            lead=lead,
            status=status,
            is_published=published,
            published_at="2026-11-01T10:00:00Z" if published else None,
        )
        MeasurePlacement.objects.create(measure=measure, framework=field.framework, field=field, number=f"1.{number}")
        return measure

    return make


PUBLIC = ["portal:home", "portal:search", "portal:imprint", "portal:privacy", "portal:accessibility"]


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("language", ["de", "en"])
def test_public_pages_hold_nothing_personal_and_set_no_cookie(client, name, language):
    with translation.override(language):
        url = reverse(name)
    response = client.get(url)
    text = response.content.decode()
    assert response.status_code == 200
    assert not response.cookies
    assert "csrf" not in text.lower()
    assert f'<html lang="{language}" dir="ltr">' in text
    assert text.count("<h1") == 1


@pytest.mark.parametrize("name", PUBLIC)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client, name):
    text = client.get(reverse(name)).content.decode()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!testserver)[^"]*"', text)


def test_the_language_switch_keeps_path_and_query(client):
    text = client.get("/suche/?q=Sprache").content.decode()
    assert 'href="/en/suche/?q=Sprache"' in text
    text = client.get("/en/suche/?q=Sprache").content.decode()
    assert 'href="/suche/?q=Sprache"' in text


def test_alternates_name_both_languages(client):
    text = client.get("/impressum/").content.decode()
    assert '<link rel="alternate" hreflang="de" href="http://testserver/impressum/">' in text
    assert '<link rel="alternate" hreflang="en" href="http://testserver/en/impressum/">' in text
    assert '<link rel="canonical" href="http://testserver/impressum/">' in text


def test_the_frame_says_who_and_who_pays(client):
    site = SiteSettings.load()
    site.county_name, site.official_line = "Kreis <Muster>", "Offizielle Zeile"
    site.funding_short, site.demo_mode = "Gefördert von Muster", True
    site.save()
    text = client.get("/").content.decode()
    assert "Kreis &lt;Muster&gt;" in text
    assert "Offizielle Zeile" in text
    assert text.count("Gefördert von Muster") == 2
    assert "p-demo" in text


def test_home_counts_public_measures_only(client, make_measure):
    make_measure("Öffentlich", status=Status.COMPLETED)
    make_measure("Sprachcafé")
    make_measure("Geheim", published=False)
    text = client.get("/").content.decode()
    assert "Sprachcafé" in text
    assert "Geheim" not in text
    assert text.count("#i-sq-completed") == 2  # one square and the sign in the key
    assert re.search(r"kern-table__cell--numeric\">2</td></tr></tfoot>", text)


def test_home_runs_the_same_queries_whatever_the_size(client, make_measure, django_assert_max_num_queries):
    SiteSettings.load()
    make_measure("Erste")
    with CaptureQueriesContext(connection) as small:
        client.get("/")
    for number in range(12):
        make_measure(f"Maßnahme {number}")
    with django_assert_max_num_queries(len(small)):
        client.get("/")
    assert len(small) <= 15


def test_home_without_any_data(client):
    assert client.get("/").status_code == 200


def test_legal_pages_show_the_settings_text_in_the_language(client):
    assert "noch nicht eingetragen" in client.get("/impressum/").content.decode()
    site = SiteSettings.load()
    site.imprint, site.imprint_en = "## Anbieter\n\n<script>x</script>", "## Provider"
    site.save()
    german = client.get("/impressum/").content.decode()
    assert "<h2>Anbieter</h2>" in german
    assert "<script>x" not in german
    assert "<h2>Provider</h2>" in client.get("/en/impressum/").content.decode()


def test_search_answers_any_input(client):
    for query in ("", "Sprache", "%00", "<script>", "a" * 5_000, "\u202eabc", "'; DROP"):
        for page in ("", "0", "-1", "1000000000", "x"):
            response = client.get("/suche/", {"q": query, "seite": page, "art": "nichts"})
            assert response.status_code == 200
            assert b"<script>" not in response.content


def test_an_overlong_address_is_refused_with_a_page(client):
    response = client.get("/suche/", {"q": "a" * 10_000})
    assert response.status_code == 400
    assert b"<h1" in response.content


@pytest.mark.parametrize("path", ["/gibt-es-nicht/", "/en/gibt-es-nicht/", "/massnahmen/gibt-es-nicht/"])
def test_unknown_addresses_get_the_portals_own_page(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert b"p-footer" in response.content


def test_the_500_page_needs_no_database(client, django_assert_num_queries, monkeypatch):
    def boom(*args, **kwargs):
        raise RuntimeError("boom")

    monkeypatch.setattr("integration_portal.portal.views.home.status_picture", boom)
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        response = client.get("/")
    assert response.status_code == 500
    assert b"<h1" in response.content


def test_a_missing_csrf_token_is_explained():
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("account_login"), {"login": "a@example.org", "password": "x"})
    assert response.status_code == 403
    assert "Formular" in response.content.decode()


def test_machine_addresses(client, make_measure):
    measure = make_measure("Sprachcafé")
    make_measure("Geheim", published=False)
    assert client.get("/healthz").content == b"ok\n"
    assert b"Disallow: /intern/" in client.get("/robots.txt").content
    sitemap = client.get("/sitemap.xml").content.decode()
    assert f"http://testserver{measure.get_absolute_url()}</loc>" in sitemap
    assert "m-2" not in sitemap


def test_the_sitemap_names_published_events_and_indicators_and_the_list_of_ideas(client):
    builders.make_event("Sprachcafé", published=True)
    builders.make_event("Entwurf")
    for name, is_published in (("Einwohner", True), ("Entwurf", False)):
        Indicator.objects.create(name=name, slug=name.lower(), is_published=is_published)
    public = Event.objects.get(title="Sprachcafé").get_absolute_url()
    paths = re.findall(r"<loc>http://testserver(/[^<]*)</loc>", client.get("/sitemap.xml").content.decode())
    assert [path for path in paths if re.match("/(termine|ideen|kennzahlen)/", path)] == [
        "/termine/", "/ideen/", "/kennzahlen/", "/kennzahlen/einwohner/", public,
    ]  # fmt: skip


def test_the_first_page_after_login_says_what_is_due_and_for_whom(inside):
    builders.make_measure("Sprachcafé", to_clarify=True)
    text = inside.get("/intern/?wer=alle").content.decode()
    assert ("Mara Muster" in text, "Sprachcafé" in text) == (True, True)


def test_the_office_is_closed_to_the_public(client):
    response = client.get("/intern/")
    assert response.status_code == 302
    assert response.url.startswith("/konto/anmelden/")


def test_logging_in_and_out(client, superuser):
    response = client.post(reverse("account_login"), {"login": "IT@example.org", "password": "ein langes Passwort"})
    assert response.status_code == 302
    assert response.url == "/intern/"
    assert "Mara Muster" in client.get("/intern/").content.decode()
    assert client.post(reverse("account_logout")).status_code == 302
    assert client.get("/intern/").status_code == 302


def test_a_wrong_password_is_named_beside_the_form(client, superuser):
    response = client.post(reverse("account_login"), {"login": "it@example.org", "password": "falsch"})
    assert response.status_code == 200
    assert b'role="alert"' in response.content


def test_sign_up_is_closed(client):
    response = client.get(reverse("account_signup"))
    assert response.status_code == 200
    assert b"<form" not in response.content.partition(b"<main")[2].partition(b"</main>")[0]


def test_password_reset_by_mail(client, superuser, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": "it@example.org"})
    link = re.search(r"https?://testserver(/\S+)", mailoutbox[0].body)[1]
    response = client.get(link, follow=True)
    assert b'type="password"' in response.content
    done = client.post(
        response.request["PATH_INFO"], {"password1": "noch ein Passwort 7", "password2": "noch ein Passwort 7"}
    )
    assert done.status_code == 302
    superuser.refresh_from_db()
    assert superuser.check_password("noch ein Passwort 7")
    assert client.get(link, follow=True).status_code == 200  # a used link says so


def test_no_template_carries_inline_code():
    found = []
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if re.search(r"<style|\sstyle=\"|\son(click|change|submit|load|input)=|hx-on|javascript:", text):
            found.append(path.name)
        found += [path.name for _match in re.finditer(r"<script(?![^>]*(\ssrc=|application/ld\+json))", text)]
    assert found == []


def test_sitemap_and_open_data_name_the_concept_in_force_and_no_draft(client):
    row = make_final(label="Fassung 2023", sections=[("Sprache", "Text.")])
    draft = make_revision(row.concept, "Entwurf")
    make_section(draft, "Geheim")
    hidden = make_process(row.concept)
    paths = re.findall(r"<loc>http://testserver(/[^<]*)</loc>", client.get("/sitemap.xml").content.decode())
    for path in ("/konzept/", row.get_public_url(), row.sections.get().get_public_url()):
        assert path in paths
    assert not {draft.get_public_url(), hidden.get_public_url()} & set(paths)
    page = client.get("/offene-daten/").content.decode()
    assert (f"/konzept/{row.slug}.json" in page, draft.label in page) == (True, False)
