"""Indicators of the district: what the office keeps, and what the public sees of it everywhere."""

import datetime
import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fields_of_action import figures, services_indicators
from fields_of_action.models import Indicator, IndicatorValue
from integration_portal.core.models import SiteSettings
from integration_portal.core.search import search
from integration_portal.core.today import TodayQuery, groups
from tests.builders import make_field, make_municipality, make_user

DAY = datetime.date(2025, 12, 31)
pytestmark = pytest.mark.django_db


def make_indicator(name="Ausländische Staatsangehörige", **values):
    """A published count of people."""
    values.setdefault("slug", f"kennzahl-{Indicator.objects.count() + 1}")
    return Indicator.objects.create(**{"name": name, "unit": "Personen", "is_published": True, **values})


def give(indicator, value, on=DAY, place=None, part="", **values):
    return IndicatorValue.objects.create(
        indicator=indicator, as_of=on, municipality=place, breakdown=part, value=value, **values
    )


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


@pytest.fixture
def small():
    """A total of 63 in three places, one of which has three people."""
    indicator = make_indicator(field=make_field())
    give(indicator, 63, source="Landesamt für Statistik", footnote="vorläufig")
    for name, value in (("Kleindorf", 3), ("Großstadt", 40), ("Mittelort", 20)):
        give(indicator, value, place=make_municipality(name))
    return indicator


# --- what the public sees ------------------------------------------------------------------------------------
def test_every_public_output_hides_the_same_values(client, small):
    base = f"/kennzahlen/{small.slug}/"
    page = client.get(base).content.decode()
    assert ("unter 5" in page, ">3<" in page, ">20<" in page) == (True, False, False)
    data = json.loads(client.get(f"{base}werte.json").content)
    places = {row["place"]: (row["value"], row["hidden"]) for row in data["items"]}
    assert places == {
        "": ("63.00", ""),
        "Kleindorf": (None, "unter 5"),
        "Großstadt": ("40.00", ""),
        "Mittelort": (None, "nicht ausgewiesen"),
    }
    lines = b"".join(client.get(f"{base}werte.csv").streaming_content).decode().splitlines()
    assert [line.split(",")[4] for line in lines if "Kleindorf" in line or "Mittelort" in line] == ["", ""]
    assert client.get(f"{base}werte.xlsx").status_code == 200


def test_a_small_newest_value_is_hidden_in_box_page_field_and_chart(client):
    indicator = make_indicator(field=make_field())
    for year, value in ((2022, 12), (2023, 9), (2024, 4)):
        give(indicator, value, on=datetime.date(year, 12, 31))
    for url in (
        f"/kennzahlen/{indicator.slug}/",
        f"/kennzahlen/{indicator.slug}/kasten/",
        indicator.field.get_absolute_url(),
    ):
        page = client.get(url).content.decode()
        assert ("<b>unter 5</b>" in page, ">4<" in page, page.count('<rect class="p-plot__mark"')) == (True, False, 2)


def test_the_limit_of_the_settings_counts(client, small):
    site = SiteSettings.load()
    site.suppress_below = 3
    site.save()
    assert "unter 3" not in client.get(f"/kennzahlen/{small.slug}/").content.decode()


def test_other_kinds_are_never_hidden(client):
    indicator = make_indicator(kind="percent", unit="")
    give(indicator, "3.5")
    assert "3,5\u00a0%" in client.get(f"/kennzahlen/{indicator.slug}/").content.decode()


def test_only_the_box_may_be_framed_by_others(client, small):
    box = client.get(f"/kennzahlen/{small.slug}/kasten/")
    assert "X-Frame-Options" not in box
    assert "frame-ancestors *" in box["Content-Security-Policy"]
    assert (b"<script" in box.content, b"Landesamt" in box.content, b"63" in box.content) == (False, True, True)
    page = client.get(f"/kennzahlen/{small.slug}/")
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_what_is_not_published_has_no_page(client, small):
    Indicator.objects.update(is_published=False)
    for rest in ("", "kasten/", "werte.csv"):
        assert client.get(f"/kennzahlen/{small.slug}/{rest}").status_code == 404
    assert client.get(f"/kennzahlen/{small.slug}/werte.exe").status_code == 404


def test_an_indicator_without_values_has_a_page_that_says_so(client):
    indicator = make_indicator("مؤشر 🦄 <b>")
    page = client.get(f"/kennzahlen/{indicator.slug}/").content.decode()
    assert "Es wurde noch kein Wert veröffentlicht." in page
    assert "مؤشر 🦄 &lt;b&gt;" in page


# --- entering ------------------------------------------------------------------------------------------------
def rows(*lines):
    data = {"wert-TOTAL_FORMS": str(len(lines)), "wert-INITIAL_FORMS": "0"}
    for number, line in enumerate(lines):
        data |= {f"wert-{number}-{name}": value for name, value in line.items()}
    return data


def test_the_table_form_stores_new_values_and_replaces_old_ones(client, office):
    indicator, place = make_indicator(), make_municipality()
    give(indicator, 10)
    url = reverse("fields_of_action:office_indicator_values", args=[indicator.pk])
    answer = client.post(
        url,
        rows(
            {"as_of": "2025-12-31", "value": "3.214", "source": "Amt"},
            {"as_of": "2025-12-31", "municipality": place.pk, "value": "7"},
            {},
        ),
    )
    assert answer.status_code == 302
    assert sorted(indicator.values.values_list("value", "municipality", "source")) == [
        (7, place.pk, ""),
        (3214, None, "Amt"),
    ]


def test_the_table_form_says_at_the_field_what_is_wrong(client, office, freeze):
    freeze()
    indicator = make_indicator()
    url = reverse("fields_of_action:office_indicator_values", args=[indicator.pk])
    line = {"as_of": "2026-11-20", "value": "2"}
    answer = client.post(url, rows({"as_of": "2026-11-24", "value": "1,5"}, line, line))
    assert answer.status_code == 422
    forms = answer.context["formset"].forms
    assert [dict(form.errors) for form in forms] == [
        {"as_of": ["Der Tag liegt in der Zukunft."], "value": ["Eine Anzahl ist eine ganze Zahl ab 0."]},
        {},
        {"as_of": ["Diese Zeile steht doppelt da."]},
    ]
    assert indicator.values.count() == 0
    assert client.post(url, rows({})).status_code == 422
    assert client.post(url, rows({}) | {"zeilen": "wert"}).status_code == 200


PASTED = (
    "Stichtag\tGemeinde\tTeil\tWert\tQuelle\n31.12.2024\t\t\t3.100\tAmt\n2025\tMüsterstadt\tGeschlecht: w\t1.200\t\n"
)


def test_pasted_rows_are_stored_with_places_by_name_or_key(client, office):
    indicator, place = make_indicator(), make_municipality("Müsterstadt")
    url = reverse("fields_of_action:office_indicator_value_list", args=[indicator.pk])
    text = PASTED + f"31.12.2023\t{place.ags}\t\t5\t"
    assert client.post(url, {"text": text, "source": "Sammelquelle"}).status_code == 302
    assert sorted(indicator.values.values_list("as_of", "municipality", "breakdown", "value", "source")) == [
        (datetime.date(2023, 12, 31), place.pk, "", 5, "Sammelquelle"),
        (datetime.date(2024, 12, 31), None, "", 3100, "Amt"),
        (datetime.date(2025, 12, 31), place.pk, "Geschlecht: w", 1200, "Sammelquelle"),
    ]
    again = client.post(url, {"text": text, "source": "Sammelquelle"}, follow=True)
    assert "Gespeichert: 0 neu, 0 geändert, 3 wie zuvor." in again.content.decode()


def test_a_csv_file_in_the_encoding_of_excel_is_read(client, office):
    indicator = make_indicator()
    make_municipality("Müsterstadt")
    url = reverse("fields_of_action:office_indicator_value_list", args=[indicator.pk])
    upload = SimpleUploadedFile("werte.csv", "Jahr;Ort;Wert\r\n2024;Müsterstadt;1.234\r\n".encode("cp1252"))
    assert client.post(url, {"file": upload}).status_code == 302
    assert indicator.values.get().value == 1234


def test_each_bad_row_is_named_and_nothing_is_stored(client, office, freeze):
    freeze()
    indicator = make_indicator()
    url = reverse("fields_of_action:office_indicator_value_list", args=[indicator.pk])
    text = "31.02.2024;;;1\n2024;Nirgendwo;;2\n2024;;;viele\n2030;;;1\n2024;;;-1\n2023;;;5\n2023;;;6\n2022;;;1,555"
    answer = client.post(url, {"text": text})
    assert answer.status_code == 422
    assert [(problem.number, problem.text) for problem in answer.context["problems"]] == [
        (1, "„31.02.2024“ ist kein Tag; bitte 31.12.2026 schreiben."),
        (2, "„Nirgendwo“ ist keine Gemeinde des Landkreises."),
        (3, "„viele“ ist keine Zahl."),
        (4, "Der Tag liegt in der Zukunft."),
        (5, "Eine Anzahl ist eine ganze Zahl ab 0."),
        (7, "Derselbe Tag, Ort und Teil wie in Zeile 6."),
        (8, "Die Zahl ist zu groß oder hat mehr als zwei Nachkommastellen."),
    ]
    assert indicator.values.count() == 0


@pytest.mark.parametrize("data", [{}, {"text": "   "}, {"text": "nur Wörter"}, {"text": '"' * 50 + "\n;;;"}])
def test_an_empty_or_strange_list_gets_an_answer(client, office, data):
    url = reverse("fields_of_action:office_indicator_value_list", args=[make_indicator().pk])
    assert client.post(url, data).status_code == 422


def test_a_kind_that_the_values_do_not_allow_is_refused(client, office):
    indicator = make_indicator(kind="number")
    give(indicator, "1.5")
    url = reverse("fields_of_action:office_indicator_edit", args=[indicator.pk])
    data = {"name": "Neu", "kind": "people", "direction": "none", "order": "0", "version": indicator.version}
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"kind": "number"}).status_code == 302
    assert client.post(url, data | {"kind": "number", "name": "Noch einmal"}).status_code == 409
    indicator.refresh_from_db()
    assert indicator.name == "Neu"


def test_creating_gives_a_short_address_and_deleting_a_value_asks_first(client, office):
    url = reverse("fields_of_action:office_indicator_create")
    client.post(url, {"name": "Plätze in Kursen", "kind": "count", "direction": "up", "order": "0"})
    indicator = Indicator.objects.get()
    assert (indicator.slug, indicator.is_published) == ("plaetze-in-kursen", False)
    value = give(indicator, 4)
    delete = reverse("fields_of_action:office_indicator_value_delete", args=[value.pk])
    assert client.get(delete).status_code == 200
    assert indicator.values.count() == 1
    client.post(delete)
    assert indicator.values.count() == 0


def test_the_database_keeps_each_value_once(small):
    from django.db import IntegrityError, transaction

    for place in (None, small.values.filter(municipality__isnull=False).first().municipality):
        with pytest.raises(IntegrityError), transaction.atomic():
            give(small, 1, place=place)


def test_the_office_sees_all_values_and_which_are_hidden(client, office, small):
    page = client.get(small.get_office_url()).content.decode()
    assert ("öffentlich: unter 5" in page, "öffentlich: nicht ausgewiesen" in page) == (True, True)
    export = reverse("fields_of_action:office_indicator_export", args=[small.pk, "csv"])
    assert b"3.00" in b"".join(client.get(export).streaming_content)


# --- lists, search, today ------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [2, 12])
def test_the_list_takes_the_same_queries_whatever_its_length(client, office, number, django_assert_max_num_queries):
    for _number in range(number):
        give(make_indicator(field=make_field()), 10)
    with django_assert_max_num_queries(17):
        assert client.get("/intern/kennzahlen/").status_code == 200


@pytest.mark.parametrize("number", [1, 6])
def test_the_panel_of_a_field_takes_two_queries(number, django_assert_num_queries):
    from fields_of_action.panels import indicators_of_field

    field = make_field()
    SiteSettings.load()
    for _number in range(number):
        give(make_indicator(field=field), 10)
    with django_assert_num_queries(3):
        assert len(indicators_of_field(None, field)["indicators"]) == number


def test_filters_of_the_list(client, office, freeze):
    freeze()
    field = make_field()
    old, new = make_indicator("Alt", field=field), make_indicator("Neu")
    give(old, 10, on=datetime.date(2024, 12, 31))
    give(new, 10, on=datetime.date(2026, 6, 30))
    names = lambda query: [row.name for row in client.get(f"/intern/kennzahlen/?{query}").context["page_obj"]]  # noqa: E731
    assert (names(""), names("ansicht=veraltet"), names(f"feld={field.slug}")) == (["Alt", "Neu"], ["Alt"], ["Alt"])


def test_the_today_page_names_published_indicators_without_a_value_of_the_last_year(freeze):
    on = freeze().date()
    give(make_indicator("Frisch"), 10, on=datetime.date(2026, 1, 31))
    give(make_indicator("Veraltet"), 10, on=datetime.date(2024, 12, 31))
    make_indicator("Entwurf", is_published=False)
    group = {group.key: group for group in groups(TodayQuery(make_user("office"), on))}["indicators.outdated"]
    assert ([item.title for item in group.items], group.total) == (["Veraltet"], 1)
    keys = [group.key for group in groups(TodayQuery(make_user("contributor"), on))]
    assert "indicators.outdated" not in keys


def test_search_finds_published_indicators_for_all_and_others_inside():
    make_indicator("Sprachkursplätze")
    make_indicator("Sprachmittler", is_published=False)
    from django.contrib.auth.models import AnonymousUser

    found = lambda user: sorted(result.title for result in search(user, "Sprach", kind="kennzahlen").page)  # noqa: E731
    assert found(AnonymousUser()) == ["Sprachkursplätze"]
    assert found(make_user("reader")) == ["Sprachkursplätze", "Sprachmittler"]


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("people", "3138.00", "3.138"),
        ("percent", "12.50", "12,5\u00a0%"),
        ("amount", "4500", "4.500,00\u00a0€"),
        ("number", "0.10", "0,1"),
    ],
)
def test_numbers_are_written_the_german_way(kind, value, text):
    assert figures.format_value(kind, Decimal(value)) == text


def test_values_are_kept_in_the_history_of_their_indicator(client, office, small):
    services_indicators.record_values(indicator=small, rows=[{"as_of": DAY, "municipality": None, "value": 70}])
    page = client.get(small.get_office_url())
    assert any("70" in detail for line in page.context["history"].lines for detail in line.details)
