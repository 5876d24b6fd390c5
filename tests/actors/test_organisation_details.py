"""Logo, telephone and address of an organisation: what is taken, and what is refused beside its field."""

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actors import services
from tests import builders
from tests.builders_organisations import edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(builders.make_user("office", name="Mara Muster"))
    return client


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(color=(200, 0, 0), name="logo.png"):
    """A picture of 8 × 8 points in one colour."""
    rows = (b"\0" + bytes(color) * 8) * 8
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    data = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return SimpleUploadedFile(name, b"\x89PNG\r\n\x1a\n" + data, content_type="image/png")


# --- logo -----------------------------------------------------------------------------------------------
def test_a_logo_is_uploaded_replaced_and_removed(office, django_capture_on_commit_callbacks):
    actor = builders.make_actor("Verein", slug="verein", is_published=True)
    assert edit(office, actor, logo=png()).status_code == 302
    actor.refresh_from_db()
    first = actor.logo.name
    response = office.get(reverse("actors:office_logo", args=[actor.pk]))
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert response["Cache-Control"] == "private, max-age=300"
    assert "logo/" in office.get(actor.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert edit(office, actor, logo=png((0, 0, 200))).status_code == 302
    actor.refresh_from_db()
    assert actor.logo.name != first and not actor.logo.storage.exists(first)
    second, storage = actor.logo.name, actor.logo.storage
    assert edit(office, actor, name="Verein neu").status_code == 302
    actor.refresh_from_db()
    assert actor.logo.name == second, "saving without a file keeps the logo"
    with django_capture_on_commit_callbacks(execute=True):
        assert edit(office, actor, **{"logo-clear": "on"}).status_code == 302
    actor.refresh_from_db()
    assert not actor.logo and not storage.exists(second)
    assert office.get(reverse("actors:office_logo", args=[actor.pk])).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.png", b"<script>alert(1)</script>"),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("logo.png", b""),
        ("logo.exe", b"\x89PNG\r\n\x1a\n"),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + b"0" * 600_000),
    ],
    ids=["script", "svg", "empty", "suffix", "large"],
)
def test_a_bad_logo_is_refused_beside_the_field_and_the_rest_stays_typed(office, name, content):
    actor = builders.make_actor("Verein")
    response = edit(office, actor, logo=SimpleUploadedFile(name, content), city="Nöbdenitz")
    assert response.status_code == 422 and "logo" in response.context["form"].errors
    assert "Nöbdenitz" in response.content.decode()
    actor.refresh_from_db()
    assert not actor.logo


def test_a_logo_is_public_only_with_its_actor(client):
    actor = services.create_actor(data={"name": "Verein", "logo": png()})
    url = reverse("actors:public_logo", args=[actor.slug])
    assert client.get(url).status_code == 404
    services.publish_actor(actor=actor)
    assert client.get(url)["Content-Type"] == "image/png"
    services.archive_actor(actor=actor, reason="aufgelöst")
    assert client.get(url).status_code == 404
    client.force_login(builders.make_user("contributor"))
    assert client.get(reverse("actors:office_logo", args=[actor.pk])).status_code == 404


def test_a_logo_whose_file_is_gone_breaks_nothing(office):
    actor = builders.make_actor("Verein", logo="actor/weg.png")
    assert office.get(reverse("actors:office_logo", args=[actor.pk])).status_code == 404
    assert office.get(reverse("actors:office_edit", args=[actor.pk])).status_code == 200
    assert edit(office, actor, city="Lucka").status_code == 302


# --- telephone and address ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("03447 / 586-0", "+49 3447 5860"),
        ("0049 (0)3447 586 0", "+49 3447 5860"),
        ("+420 601 123 456", "+420 601 123 456"),
        ("٠٣٤٤٧ ٥٨٦٠", "+49 3447 5860"),
        ("", ""),
    ],
)
def test_telephone_numbers_are_kept_in_international_form(office, typed, stored):
    actor = builders.make_actor("Verein")
    assert edit(office, actor, phone=typed).status_code == 302
    actor.refresh_from_db()
    assert actor.phone == stored


@pytest.mark.parametrize("typed", ["110 oder Frau X", "12", "+49", "☎️", "0" * 60])
def test_what_is_no_telephone_number_is_refused_beside_the_field(office, typed):
    actor = builders.make_actor("Verein")
    response = edit(office, actor, phone=typed)
    assert response.status_code == 422 and set(response.context["form"].errors) == {"phone"}


def test_an_old_number_that_nobody_touched_does_not_stop_saving(office):
    actor = builders.make_actor("Verein", phone="über Frau X")
    assert edit(office, actor, phone="über Frau X", city="Lucka").status_code == 302


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"postal_code": "4600", "city": "Altenburg"}, "postal_code"),
        ({"postal_code": "00000", "city": "Altenburg"}, "postal_code"),
        ({"postal_code": "99999", "city": "Altenburg"}, "postal_code"),
        ({"street": "Markt 1"}, "city"),
        ({"postal_code": "04600"}, "city"),
        ({"street": "12", "city": "Altenburg"}, "street"),
        ({"city": "04626"}, "city"),
        ({"city": "04626 Schmölln", "postal_code": "04600"}, "city"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"email": "kein@"}, "email"),
    ],
)
def test_an_address_that_cannot_be_is_refused_beside_its_field(office, typed, field):
    response = edit(office, builders.make_actor("Verein"), **typed)
    assert response.status_code == 422 and set(response.context["form"].errors) == {field}


def test_a_postal_code_in_the_town_goes_to_its_own_field(office):
    actor = builders.make_actor("Verein")
    assert edit(office, actor, street=" Markt  1 ", city="D-04626 Schmölln").status_code == 302
    actor.refresh_from_db()
    assert (actor.street, actor.postal_code, actor.city) == ("Markt 1", "04626", "Schmölln")
