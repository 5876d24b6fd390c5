"""Indicators of measures: values, targets, what the public sees, and what is due."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from fields_of_action.models import Indicator
from integration_portal.core.today import TodayQuery, groups
from measures.models import MeasureIndicator, MeasureIndicatorValue
from measures.services import indicators as services
from measures.targets import tracks, values_of
from tests.builders import make_actor, make_measure, make_user

pytestmark = pytest.mark.django_db
JAN, OCT = datetime.date(2026, 1, 31), datetime.date(2026, 10, 31)


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


def make(measure=None, values=(), **fields):
    """An indicator of a measure with (day, value) pairs."""
    row = MeasureIndicator.objects.create(
        **{"measure": measure or make_measure(), "name": f"Teilnehmende {MeasureIndicator.objects.count()}", **fields}
    )
    for on, value in values:
        MeasureIndicatorValue.objects.create(measure_indicator=row, on=on, value=value)
    return row


def track(row, **options):
    return tracks(values_of(MeasureIndicator.objects.filter(pk=row.pk)), **options)[0]


def test_a_value_of_the_same_day_is_replaced(office):
    row = make()
    services.record_indicator_value(measure_indicator=row, value=10, on=JAN, source="Liste", by=office)
    services.record_indicator_value(measure_indicator=row, value=12, on=JAN, source="Zählung", by=office)
    assert list(row.values.values_list("on", "value", "source", "entered_by")) == [(JAN, 12, "Zählung", office.pk)]


@pytest.mark.parametrize("value", [-1, "1.5"])
def test_a_count_is_a_whole_number(office, value):
    from decimal import Decimal

    with pytest.raises(ValidationError):
        services.record_indicator_value(measure_indicator=make(), value=Decimal(value), on=JAN, source="", by=office)
    assert MeasureIndicatorValue.objects.count() == 0


def test_no_value_of_the_future(office, freeze):
    on = freeze().date()
    with pytest.raises(ValidationError):
        services.record_indicator_value(
            measure_indicator=make(), value=1, on=on + datetime.timedelta(days=1), source="", by=office
        )


def test_values_are_entered_on_the_page_of_the_indicator(client, office):
    row = make(values=[(JAN, 3)])
    url = reverse("measures:indicator_value", args=[row.pk])
    assert client.post(url, {"on": "2026-01-31", "value": "1.043", "source": "Liste"}).status_code == 302
    assert row.values.get().value == 1043
    answer = client.post(url, {"on": "2026-02-31", "value": "viele"})
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["on", "value"])


def test_an_indicator_is_added_changed_and_removed_with_its_history(client, office):
    measure = make_measure()
    add = reverse("measures:indicator_create", args=[measure.pk])
    data = {
        "name": "Anmeldungen",
        "kind": "people",
        "target_value": "60",
        "target_on": "2027-12-31",
        "baseline_value": "0",
    }
    assert client.post(add, {**data, "name": ""}).status_code == 422
    assert client.post(add, data).status_code == 302
    assert client.post(add, data).status_code == 422
    row = MeasureIndicator.objects.get()
    edit = reverse("measures:indicator_edit", args=[row.pk])
    assert client.post(edit, {**data, "name": "Neu", "version": row.version}).status_code == 302
    assert client.post(edit, {**data, "name": "Neuer", "version": row.version}).status_code == 409
    services.record_indicator_value(measure_indicator=row, value=1, on=JAN, by=office)
    assert (
        client.post(
            edit, {**data, "target_on": "2025-01-01", "baseline_on": "2026-01-01", "version": row.version + 1}
        ).status_code
        == 422
    )
    assert client.post(reverse("measures:indicator_delete", args=[row.pk])).status_code == 302
    assert MeasureIndicatorValue.objects.count() == 0


def test_an_indicator_of_the_district_gives_name_kind_and_direction(client, office):
    shared = Indicator.objects.create(name="Wartende", slug="wartende", kind="count", unit="Personen", direction="down")
    row = make(name="", indicator=shared, kind="people")
    assert (row.label, row.kind, str(row), row.falls) == ("Wartende", "count", "Wartende (Personen)", True)


@pytest.mark.parametrize(
    ("values", "fields", "state", "percent"),
    [
        ([], {}, "open", None),
        ([(OCT, 30)], {}, "open", 50),
        ([(OCT, 60)], {}, "reached", 100),
        ([(OCT, 75)], {}, "reached", 100),
        ([(OCT, 5)], {"baseline_value": 20, "target_value": 10}, "reached", 100),
        ([(OCT, 18)], {"baseline_value": 20, "target_value": 10}, "open", 20),
        ([(OCT, 30)], {"target_on": datetime.date(2026, 12, 31)}, "risk", 50),
        ([(OCT, 30)], {"target_on": datetime.date(2026, 1, 1), "baseline_value": None}, "risk", 50),
        ([(OCT, 30)], {"target_value": None, "target_on": None}, "", None),
        ([(OCT, 0)], {"baseline_value": 0, "target_value": 0}, "reached", 100),
    ],
)
def test_the_way_to_the_target(freeze, values, fields, state, percent):
    freeze()
    row = make(
        values=values, **{"baseline_value": 0, "target_value": 60, "target_on": datetime.date(2027, 12, 31), **fields}
    )
    shown = track(row)
    assert (shown.state, shown.percent) == (state, percent)
    rows = MeasureIndicator.objects.all()
    on = datetime.date(2026, 11, 23)
    assert (rows.reached().exists(), rows.at_risk(on).exists()) == (state == "reached", state == "risk")


# --- the public ----------------------------------------------------------------------------------------------
def test_the_public_page_shows_public_indicators_with_values_only(client):
    measure = make_measure("Sprachcafé", published=True)
    make(measure, [(JAN, 12), (OCT, 43)], name="Gäste <b>", is_public=True, target_value=60, baseline_value=0)
    make(measure, [(OCT, 99)], name="Intern")
    make(measure, name="Leer", is_public=True)
    page = client.get(measure.get_absolute_url()).content.decode()
    assert {word: word in page for word in ("Gäste &lt;b&gt;", "<b>43</b>", "Intern</h3>", "Leer", "p-plot")} == {
        "Gäste &lt;b&gt;": True, "<b>43</b>": True, "Intern</h3>": False, "Leer": False, "p-plot": True,
    }  # fmt: skip


def test_small_counts_are_hidden_and_give_no_percentage(client):
    measure = make_measure(published=True)
    row = make(measure, [(JAN, 7), (OCT, 3)], is_public=True, target_value=10, baseline_value=2)
    shown = track(row, below=5)
    assert ([reading.value for reading in shown.readings], shown.percent, shown.baseline.value) == (
        [7, None],
        None,
        None,
    )
    page = client.get(measure.get_absolute_url()).content.decode()
    assert ("<b>unter 5</b>" in page, ">3<" in page, "10 %" in page) == (True, False, False)
    assert track(row).percent == 12


def test_zero_and_other_kinds_are_shown():
    assert track(make(values=[(OCT, 0)]), below=5).latest.text == "0"
    assert track(make(values=[(OCT, 3)], kind="count"), below=5).latest.text == "3"


# --- roles, lists, today -----------------------------------------------------------------------------------------
def test_contributors_see_indicators_of_their_own_measures(client):
    lead = make_actor()
    own, other = make(make_measure(lead=lead)), make()
    client.force_login(make_user("contributor", acts_for=[lead]))
    assert [client.get(reverse("measures:indicator", args=[row.pk])).status_code for row in (own, other)] == [200, 404]
    page = client.get(own.measure.get_office_url()).content.decode()
    assert (own.name in page, "Kennzahl hinzufügen" in page) == (True, False)


@pytest.mark.parametrize("number", [1, 25])
def test_the_list_takes_the_same_queries_whatever_its_length(client, office, number, django_assert_max_num_queries):
    for _number in range(number):
        make(values=[(JAN, 5), (OCT, 6)], target_value=10)
    with django_assert_max_num_queries(17):
        assert client.get("/intern/kennzahlen/massnahmen/").status_code == 200
    with django_assert_max_num_queries(18):
        assert client.get("/intern/kennzahlen/").status_code == 200


def test_the_today_page_names_targets_that_are_due(freeze, django_assert_max_num_queries):
    on = freeze().date()
    user = make_user("office")
    soon = datetime.date(2026, 12, 31)
    mine = make(make_measure(responsible=user), name="Meine", target_value=10, target_on=soon)
    make(name="Andere", target_value=10, target_on=datetime.date(2026, 1, 1))
    make(name="Erreicht", target_value=10, target_on=soon, values=[(OCT, 10)])
    make(name="Später", target_value=10, target_on=datetime.date(2028, 1, 1))

    def titles(person, **options):
        found = {group.key: group for group in groups(TodayQuery(person, on, **options))}.get("measures.targets")
        return [item.title for item in found.items] if found else []

    assert (titles(user), titles(user, mine=False), titles(make_user("council"))) == (
        [mine.name],
        ["Andere", "Meine"],
        [],
    )
    assert titles(make_user("contributor")) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"target_on": OCT},
        {"baseline_on": OCT, "target_on": JAN, "target_value": 1},
    ],
)
def test_the_database_refuses_what_cannot_be(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**fields)
