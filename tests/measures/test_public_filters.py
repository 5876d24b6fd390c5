"""What the filters of the public listing find and count, compared with plain Python over every measure."""

import datetime
import random

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from integration_portal.core.listing import index
from measures import facets
from measures.filters import PublicMeasureFilter
from measures.listing import Listing
from measures.models import Measure, Status
from tests.builders import make_field, make_framework, make_measure
from tests.measures.public_data import make_district, naive, snapshot

pytestmark = pytest.mark.django_db


def listing(query=""):
    return Listing(QueryDict(query), reverse("measures:list"))


def found(query=""):
    """Primary keys of all pages, in order."""
    first = listing(query)
    keys = [measure.pk for measure in first.measures]
    for number in range(2, first.paginator.num_pages + 1):
        glue = "&" if query else ""
        keys += [measure.pk for measure in listing(f"{query}{glue}seite={number}").measures]
    return keys


def some_filter(district, seed):
    """A random selection, its query string and its period."""
    dice = random.Random(seed)
    values = {
        "feld": [field.slug for field in (*district.fields, district.old_field)],
        "status": list(Status.values),
        "zielgruppe": [group.slug for group in district.groups],
        "gemeinde": ["landkreisweit", *(place.ags for place in district.places)],
        "traeger": [actor.slug for actor in district.actors],
    }
    selected = {
        group: dice.sample(values[group], dice.randrange(1, 4))
        for group in dice.sample(list(values), dice.randrange(3))
    }
    start = datetime.date(2025, 1, 1) + datetime.timedelta(days=dice.randrange(700)) if dice.random() < 0.4 else None
    end = (
        (start or datetime.date(2025, 5, 1)) + datetime.timedelta(days=dice.randrange(300))
        if dice.random() < 0.4
        else None
    )
    pairs = [f"{group}={value}" for group, chosen in selected.items() for value in chosen]
    pairs += [f"von={start}"] if start else []
    pairs += [f"bis={end}"] if end else []
    return selected, "&".join(pairs), start, end


def test_rows_counts_and_queryset_agree_with_plain_python():
    district = make_district(60)
    known = snapshot()
    for seed in range(40):
        selected, query, start, end = some_filter(district, seed)
        result = listing(query)
        expected = naive(known, selected, start=start, end=end)
        assert result.filter.notices == [], query
        assert result.hit_count == len(expected), query
        assert set(found(query)) == expected, query
        assert {measure.pk for measure in result.filter.qs} == expected, query
        for facet in result.facet_list:
            others = {group: values for group, values in selected.items() if group != facet.name}
            for choice in (*facet.choices, *facet.more):
                hits = naive(known, {**others, facet.name: [choice.option.value]}, start=start, end=end)
                assert choice.count == len(hits), (query, facet.name, choice.option.value)


@pytest.mark.parametrize(
    "sort", ["", "sort=neu", "sort=name", "q=sprachcafe", "q=sprache&sort=name", "q=deutsch&sort=neu&status=planned"]
)
def test_pages_and_queryset_have_the_same_rows_in_the_same_order(sort):
    make_district(70, seed=3)
    rows = [measure.pk for measure in listing(sort).filter.qs]
    assert rows
    assert found(sort) == rows


def test_values_of_one_parameter_are_alternatives_and_parameters_narrow_each_other():
    field, other = make_field(), make_field()
    planned = make_measure(field=field, published=True, status="planned")
    completed = make_measure(field=field, published=True, status="completed")
    elsewhere = make_measure(field=other, published=True, status="planned")
    assert set(found("status=planned&status=completed")) == {planned.pk, completed.pk, elsewhere.pk}
    assert found(f"feld={field.slug}&status=planned") == [planned.pk]


def test_words_are_found_the_german_way_and_titles_come_first():
    in_text = make_measure("Beratung", published=True, description="Wir bieten Sprachförderung an.")
    in_title = make_measure("Förderung für alle", published=True)
    make_measure("Sport", published=True)
    assert found("q=foerderung") == [in_title.pk, in_text.pk]
    assert found("q=F%C3%B6rderung&sort=neu") == [in_title.pk, in_text.pk]


def test_internal_words_are_not_found():
    make_measure(published=True, internal_note="geheim", progress_note="geheim", import_note="geheim")
    assert found("q=geheim") == []


def test_a_description_that_the_page_does_not_show_is_not_found():
    make_measure(published=True, description="Rohfassung", public_text="Reinfassung", starting_situation="Ausgangslage")
    assert found("q=rohfassung") == []
    assert len(found("q=reinfassung")) == len(found("q=ausgangslage")) == 1


def test_the_period_is_inclusive_and_open_ends_count():
    day = datetime.date(2026, 5, 1)
    ends = make_measure(published=True, end_on=day)
    starts = make_measure(published=True, start_on=day)
    permanent = make_measure(published=True, is_permanent=True, status="permanent")
    make_measure(published=True)  # no period at all
    assert set(found("von=2026-05-01&bis=2026-05-01")) == {ends.pk, starts.pk, permanent.pk}
    assert set(found("von=2026-05-02")) == {starts.pk, permanent.pk}
    assert set(found("bis=30.04.2026")) == {ends.pk, permanent.pk}


def test_a_status_with_a_hyphen_is_the_same_status():
    measure = make_measure(published=True, status="in_progress")
    assert found("status=in-progress") == found("status=in_progress") == [measure.pk]


def test_measures_of_an_older_framework_are_found_by_their_field():
    old = make_framework(
        valid_from=datetime.date(2009, 1, 1), valid_until=datetime.date(2018, 12, 31), title="Alte Leitlinien"
    )
    field = make_field(old)
    measure = make_measure(field=field, published=True)
    make_measure(field=make_field(make_framework(title="Neue Leitlinien")), published=True)
    result = listing(f"feld={field.slug}")
    assert [one.pk for one in result.measures] == [measure.pk]
    assert result.frameworks_in_force == ["Neue Leitlinien"]
    more = [choice.option.value for facet in listing().facet_list if facet.name == "feld" for choice in facet.more]
    assert more == [field.slug]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("feld=nirgendwo", "nirgendwo"),
        ("status=fertig", "fertig"),
        ("zielgruppe=alle-tiere", "alle-tiere"),
        ("gemeinde=123", "123"),
        ("traeger=unbekannt", "unbekannt"),
        ("von=31.02.2026", "31.02.2026"),
        ("bis=morgen", "morgen"),
        ("sort=zufall", "zufall"),
        ("seite=0", "0"),
        ("seite=-3", "-3"),
        ("seite=zwei", "zwei"),
        ("seite=1000000000", "1000000000"),
        ("seite=99999999999999999999999999", "99999999999999999999999999"),
        ("q=%21%21", "!!"),
        ("feld=%F0%9F%98%80", "😀"),
        ("status=%3Cscript%3E", "&lt;script&gt;"),
        ("feld=%D7%A9%D7%9C%D7%95%D7%9D", "שלום"),
        ("von=2026-05-02&bis=2026-05-01", ""),
        ("sort=neu&sort=name", "sort"),
        ("von=%FF%FE", ""),
        ("q=" + "x" * 300, "200"),
    ],
)
def test_what_is_not_understood_is_left_out_and_named(client, query, named):
    make_measure(published=True, title="Immer da xx")
    response = client.get(f"/massnahmen/?{query}")
    page = response.content.decode()
    assert response.status_code == 200
    assert "p-message--warning" in page
    assert named in page[page.index("p-message--warning") :]
    if not query.startswith("q=x"):
        assert "Immer da" in page
    for fmt in ("csv", "xlsx", "json", "atom"):
        answer = client.get(f"/massnahmen.{fmt}?{query}")
        assert answer.status_code == 200
        b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_many_unknown_values_are_summed_up():
    result = listing("&".join(f"feld=x{number}" for number in range(50)))
    assert len(result.notices) == 4
    assert "47" in result.notices[-1]


def test_empty_parameters_say_nothing():
    assert listing("q=&von=&bis=&feld=&sort=&seite=").notices == []


def test_an_actor_without_published_measures_is_no_lead_to_filter_by():
    hidden = make_measure(lead=make_district(0).actors[0])
    result = listing(f"traeger={hidden.lead.slug}")
    assert result.notices
    assert "traeger" not in result.filter.selected


def test_addresses_are_clean_and_in_a_fixed_order():
    field = make_field()
    make_measure(field=field, published=True)
    query = f"bis=31.12.2026&status=in-progress&status=planned&q=+M+&feld={field.slug}&utm_source=x&von="
    assert listing(query).query_string == f"?q=M&feld={field.slug}&status=planned&status=in_progress&bis=2026-12-31"


def test_a_chip_leads_to_the_listing_without_it():
    field = make_field(name="Sprache")
    make_measure(field=field, published=True)
    chips = {chip.label: chip.url for chip in listing(f"feld={field.slug}&status=planned").chips}
    assert chips["Sprache"] == "/massnahmen/?status=planned"
    assert len(chips) == 2


def test_the_index_follows_every_change():
    measure = make_measure(published=True)
    assert listing().total == 1
    Measure.objects.filter(pk=measure.pk).update(is_published=False)
    assert listing().total == 0


@pytest.mark.django_db(transaction=True)
def test_the_cached_index_is_dropped_by_any_change(django_assert_num_queries):
    measure = make_measure(published=True)
    assert len(facets.load()) == 1
    with django_assert_num_queries(1):
        assert len(facets.load()) == 1
    Measure.objects.filter(pk=measure.pk).update(is_published=False)
    assert len(facets.load()) == 0


@given(st.sets(st.integers(0, 300)), st.integers(0, 50), st.one_of(st.none(), st.integers(1, 30)))
def test_bit_sets_give_back_their_positions(positions, offset, limit):
    bits = index.bits_of(positions, 301)
    assert bits.bit_count() == len(positions)
    expected = sorted(positions)[offset:]
    assert index.positions_of(bits, offset=offset, limit=limit) == (expected if limit is None else expected[:limit])


@given(
    st.text(max_size=60),
    st.sampled_from(["q", "feld", "status", "gemeinde", "zielgruppe", "traeger", "von", "bis", "sort"]),
)
def test_any_text_in_any_parameter_gives_a_filter(text, name):
    data = QueryDict(mutable=True)
    data[name] = text
    options = dict.fromkeys(facets.GROUPS, ()) | {"status": facets.STATUS_OPTIONS}
    chosen = PublicMeasureFilter(data, options=options)
    assert isinstance(chosen.notices, list)
    assert str(chosen.qs.query)
