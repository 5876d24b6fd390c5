"""The settings page: saved with versions, logos checked by their content and served safely, everything logged."""

import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.models import model_to_dict
from django.test import override_settings

from integration_portal.core.forms_settings import FIELDS
from integration_portal.core.models import SiteSettings
from integration_portal.core.site import LOGOS
from tests import builders

pytestmark = pytest.mark.django_db
URL = "/intern/einstellungen/"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture(autouse=True)
def media(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield tmp_path


@pytest.fixture
def office(client):
    client.force_login(builders.make_user("office", name="Mara Muster"))
    return client


def form(**changes):
    settings = SiteSettings.load()
    values = {name: value for name, value in model_to_dict(settings, FIELDS).items() if name not in LOGOS}
    values["demo_mode"] = "on" if values["demo_mode"] else ""
    return values | {"version": settings.version} | changes


@pytest.mark.parametrize(
    ("role", "expected"),
    [("", 403), ("council", 403), ("contributor", 403), ("reader", 403), ("office", 200), ("admin", 200)],
)
def test_settings_are_for_the_office(client, role, expected):
    client.force_login(builders.make_user(role))
    assert client.get(URL).status_code == expected


@pytest.mark.parametrize(("role", "expected"), [("contributor", 403), ("reader", 200), ("office", 200)])
def test_readers_may_read_the_history(client, role, expected):
    client.force_login(builders.make_user(role))
    assert client.get(f"{URL}verlauf/").status_code == expected


def test_what_is_saved_stands_on_the_public_pages_and_in_the_history(office, client):
    response = office.post(
        URL, form(county_name="Landkreis Beispielland", imprint="## Anbieter\n\nMuster", stale_after_days=60)
    )
    assert response.status_code == 302, response.context["form"].errors
    settings = SiteSettings.load()
    assert (settings.county_name, settings.stale_after_days, settings.version) == ("Landkreis Beispielland", 60, 2)
    assert "Landkreis Beispielland" in client.get("/").content.decode()
    assert "Anbieter" in client.get("/impressum/").content.decode()
    history = office.get(f"{URL}verlauf/").content.decode()
    assert "Mara Muster" in history and "Landkreis Beispielland" in history
    assert LogEntry.objects.filter(content_type__model="sitesettings", changes__has_key="county_name").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("portal_name", ""),
        ("portal_name", "x" * 81),
        ("stale_after_days", "0"),
        ("stale_after_days", "viele"),
        ("import_max_megabytes", "51"),
        ("import_max_rows", "-1"),
        ("email", "keine"),
        ("county_name", "a\x00b"),
    ],
)
def test_bad_values_are_told_beside_the_field(office, field, value):
    response = office.post(URL, form(**{field: value}))
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_markup_in_legal_texts_is_cleaned(office, client):
    office.post(URL, form(imprint="<script>alert(1)</script> [klick](javascript:alert(1)) **fett**"))
    page = client.get("/impressum/").content.decode()
    assert "<strong>fett</strong>" in page
    assert "<script>alert(1)" not in page and 'href="javascript' not in page


def test_two_editors(office):
    opened = form()
    assert office.post(URL, opened | {"county_name": "Erster Kreis"}).status_code == 302
    response = office.post(URL, opened | {"county_name": "Zweiter Kreis"})
    assert response.status_code == 409
    assert "Erster Kreis" in response.content.decode() and "Zweiter Kreis" in response.content.decode()
    assert SiteSettings.load().county_name == "Erster Kreis"


def test_a_logo_is_served_with_its_type_replaced_and_removed(office, client, media):
    assert client.get("/bild/logo/").status_code == 404
    assert office.post(URL, form(logo=SimpleUploadedFile("Marke.png", PNG, "image/png"))).status_code == 302
    response = client.get("/bild/logo/?v=2")
    assert response.status_code == 200
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "immutable" in response["Cache-Control"] and "public" in response["Cache-Control"]
    assert b"".join(response.streaming_content) == PNG
    assert "max-age=300" in client.get("/bild/logo/")["Cache-Control"]
    assert "/bild/logo/" in office.get(URL).content.decode()


def test_a_replaced_logo_leaves_no_file_behind(office, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        office.post(URL, form(logo=SimpleUploadedFile("a.png", PNG)))
    with django_capture_on_commit_callbacks(execute=True):
        office.post(URL, form(logo=SimpleUploadedFile("b.png", PNG + b"2")))
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1
    with django_capture_on_commit_callbacks(execute=True):
        office.post(URL, form(**{"logo-clear": "on"}))
    assert not SiteSettings.load().logo
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_saving_texts_leaves_the_logo_alone(office):
    office.post(URL, form(logo=SimpleUploadedFile("a.png", PNG)))
    office.post(URL, form(county_name="Anderer Kreis"))
    assert SiteSettings.load().logo


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.png", b"<html><script>alert(1)</script>"),
        ("a.html", PNG),
        ("a.png", b""),
        ("a.png", PNG + b"\x00" * (501 * 1024)),
    ],
)
def test_what_is_no_small_image_is_refused(office, name, content):
    response = office.post(URL, form(logo=SimpleUploadedFile(name, content, "image/png")))
    assert response.status_code == 422
    assert "logo" in response.context["form"].errors
    assert not SiteSettings.load().logo


@pytest.mark.parametrize("name", ["password", "..", "portal_name", "logo%00"])
def test_only_the_three_images_have_addresses(client, name):
    assert client.get(f"/bild/{name}/").status_code in (400, 404)


def test_a_lost_file_is_not_an_error(office, client, media):
    office.post(URL, form(logo=SimpleUploadedFile("a.png", PNG)))
    for path in media.rglob("*.png"):
        path.unlink()
    assert client.get("/bild/logo/").status_code == 404
