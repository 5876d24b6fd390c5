"""The office table: menu of a row, own views renamed, questions settled in place, archive taken back in bulk."""

import datetime

import pytest

from integration_portal.core.models import SavedView
from measures.models import Clarification, Measure
from tests.builders import make_actor, make_field, make_goal, make_measure, make_user

pytestmark = pytest.mark.django_db
LIST = "/intern/massnahmen/"


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


def test_the_menu_of_a_row_offers_what_applies(client, office):
    draft, public = make_measure(), make_measure(published=True)
    page = client.get(LIST).content.decode()
    assert f'href="/intern/massnahmen/{draft.pk}/veroeffentlichen/"' in page
    assert f'formaction="/intern/massnahmen/{public.pk}/zuruecknehmen/"' in page
    assert f'formaction="/intern/massnahmen/{draft.pk}/kopieren/"' in page


def test_readers_have_no_menu(client):
    make_measure()
    client.force_login(make_user("reader"))
    assert "kopieren" not in client.get(LIST).content.decode()


def test_an_own_view_is_renamed_and_another_persons_is_not(client, office):
    mine = SavedView.objects.create(user=office, list_key="measures", name="Alt", query="feld=sprache")
    theirs = SavedView.objects.create(user=make_user("office"), list_key="measures", name="Fremd", is_shared=True)
    answer = client.post(f"{LIST}ansicht/{mine.pk}/umbenennen/", {"name": "Sprache 🦄", "query": "egal"})
    assert answer.url == f"{LIST}?feld=sprache"
    mine.refresh_from_db()
    assert (mine.name, mine.query) == ("Sprache 🦄", "feld=sprache")
    assert client.post(f"{LIST}ansicht/{theirs.pk}/umbenennen/", {"name": "x"}).status_code == 404


def test_a_view_does_not_get_the_name_of_another_one(client, office):
    SavedView.objects.create(user=office, list_key="measures", name="Da")
    view = SavedView.objects.create(user=office, list_key="measures", name="Alt")
    answer = client.post(f"{LIST}ansicht/{view.pk}/umbenennen/", {"name": "Da"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])


def test_archived_measures_are_taken_back_together(client, office):
    rows = [make_measure(archived_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)) for _number in range(2)]
    assert 'value="restore"' in client.get(f"{LIST}?ansicht=archiv").content.decode()
    data = {"aktion": "restore", "auswahl": [row.pk for row in rows], "schritt": "vorschau"}
    stamp = client.post(f"{LIST}mehrere/", data).context["stamp"]
    client.post(f"{LIST}mehrere/", data | {"schritt": "ausfuehren", "stand": stamp})
    assert Measure.objects.filter(archived_at__isnull=True).count() == 2


def test_a_question_is_settled_in_the_list(client, office):
    measure = make_measure(to_clarify=True)
    question = Clarification.objects.create(measure=measure, topic="other", code="x", message="Wer ist federführend?")
    view = f"{LIST}?ansicht=zu-klaeren"
    assert "Wer ist federführend?" in client.get(view).content.decode()
    answer = client.post(f"{LIST}{measure.pk}/klaeren/{question.pk}/", {"zurueck": view})
    measure.refresh_from_db()
    assert (answer.url, measure.to_clarify) == (view, False)


@pytest.mark.parametrize("target", ["https://boese.example/", "//boese.example", "javascript:x"])
def test_the_way_back_stays_in_the_portal(client, office, target):
    measure = make_measure(to_clarify=True)
    question = Clarification.objects.create(measure=measure, topic="lead", code="x", message="?")
    answer = client.post(f"{LIST}{measure.pk}/klaeren/{question.pk}/", {"zurueck": target})
    assert answer.url == f"{LIST}{measure.pk}/"


def test_the_sheet_begins_with_the_chain_and_offers_the_next_statuses(client, office):
    field = make_field(name="Sprache")
    measure = make_measure(field=field, number="2.1", lead=make_actor(), status="planned")
    measure.goals.add(make_goal(field, title="Alle sprechen Deutsch"))
    page = client.get(f"{LIST}{measure.pk}/")
    assert [node.label for node in page.context["chain"]] == ["Sprache", "Alle sprechen Deutsch", measure.title]
    assert f"{LIST}{measure.pk}/stand/?nach=in_progress" in page.content.decode()
    chosen = client.get(f"{LIST}{measure.pk}/stand/?nach=in_progress").context["form"]
    assert chosen["status"].initial == "in_progress"


def test_colours_and_pictograms_are_shown_and_not_only_named(client, office):
    field = make_field()
    page = client.get(f"/intern/handlungsfelder/{field.pk}/bearbeiten/").content.decode()
    assert "p-swatch p-hue-violet" in page and "#i-field-heart" in page
    assert page.count('type="radio"') >= 20
