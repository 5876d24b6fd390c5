"""Publications name the funders of their measures with the words that the programmes ask for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from integration_portal.core.models import SiteSettings
from integration_portal.core.today import TodayQuery, groups
from measures import notices
from measures.models import Publication
from tests.builders import make_measure, make_publication, make_user
from tests.builders_funding import make_application, make_grant, make_line, make_programme
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
PORTAL = "Gefördert durch das Land."


@pytest.fixture
def site():
    row = SiteSettings.load()
    row.funding_text, row.funding_short = PORTAL, "Kurz."
    row.save()
    return row


def make_piece(*measures, **values):
    piece = make_publication(**{"notice": "funded", **values})
    piece.measures.set(measures)
    return piece


def funded_measure(words, **values):
    """A measure with a budget line in a grant of a programme that asks for these words."""
    measure = make_measure()
    make_line(make_grant(programme=make_programme(notice_text=words, **values)), measure=measure)
    return measure


def words_of(piece, site):
    return notices.needed_by([piece], site)[piece.pk].words


def test_the_words_come_from_the_programmes_of_all_linked_measures(site):
    first, second = funded_measure("Aus Mitteln des ESF Plus", name="A"), funded_measure("Dank an den Bund", name="B")
    make_line(make_grant(programme=make_programme(notice_text="Aus Mitteln des ESF Plus", name="C")), measure=second)
    assert words_of(make_piece(first, second), site) == ["Aus Mitteln des ESF Plus", "Dank an den Bund"]


def test_an_approved_application_counts_and_one_that_was_not_approved_does_not(site):
    words = {}
    for state in ("draft", "submitted", "approved", "rejected"):
        measure = make_measure()
        make_application(programme=make_programme(notice_text="Dank!"), state=state, measures=[measure])
        words[state] = words_of(make_piece(measure), site)
    assert words == {"draft": [PORTAL], "submitted": [PORTAL], "approved": ["Dank!"], "rejected": [PORTAL]}


def test_without_words_at_a_programme_the_notice_of_the_portal_counts(site):
    silent = make_piece(funded_measure("", name="Wortlos"))
    needed = notices.needed_by([silent], site)[silent.pk]
    assert ([row.name for row in needed.silent], needed.words) == (["Wortlos"], [PORTAL])
    assert words_of(make_piece(), site) == [PORTAL]
    site.funding_text = ""
    assert words_of(make_piece(), site) == ["Kurz."]


def test_every_one_of_several_notices_must_stand_in_the_text(site):
    measures = [funded_measure("Dank an A", name="A"), funded_measure("Dank an B", name="B")]
    for text, missing in (("", True), ("dank an a", True), ("Dank an B, Dank an A", False)):
        piece = make_piece(*measures, text=text)
        assert notices.needed_by([piece], site)[piece.pk].is_missing_in(piece) is missing


def test_the_page_shows_the_words_to_copy_and_where_they_come_from(client, site):
    client.force_login(make_user("office"))
    piece = make_piece(funded_measure("Aus Mitteln des ESF Plus", name="ESF"))
    page = client.get(piece.get_absolute_url())
    assert page.context["needed"].text == "Aus Mitteln des ESF Plus"
    assert page.context["lacks_notice"] is True
    html = page.content.decode()
    assert '<pre class="p-snippet" dir="auto">Aus Mitteln des ESF Plus</pre>' in html
    assert page.context["needed"].programmes[0].get_absolute_url() in html


def test_the_form_says_what_the_programmes_ask_for(client, site):
    client.force_login(make_user("office"))
    measure = funded_measure("Aus Mitteln des ESF Plus")
    for url in (f"/intern/oeffentlichkeitsarbeit/neu/?massnahme={measure.pk}",
                f"{make_piece(measure).get_absolute_url()}bearbeiten/"):  # fmt: skip
        form = client.get(url).context["form"]
        assert "„Aus Mitteln des ESF Plus“" in form["notice"].help_text
    assert Publication().notice == "funded"
    assert PORTAL in client.get("/intern/oeffentlichkeitsarbeit/neu/").context["form"]["notice"].help_text


def test_the_today_page_warns_with_the_words_of_the_programmes(site):
    measure = funded_measure("Dank!")
    make_piece(measure, title="Ohne", state="published", date=TODAY)
    make_piece(measure, title="Mit", state="published", date=TODAY, text="dank!")
    group = {group.key: group for group in groups(TodayQuery(make_user("office"), TODAY))}["publications"]
    assert [item.title for item in group.items] == ["Ohne"]


def test_the_list_asks_for_the_programmes_once(client, site):
    client.force_login(make_user("office"))

    def queries():
        with CaptureQueriesContext(connection) as caught:
            client.get("/intern/oeffentlichkeitsarbeit/")
        return len(caught)

    make_piece(funded_measure("Dank!"))
    queries()
    small = queries()
    for _number in range(12):
        make_piece(funded_measure("Dank!"))
    assert queries() == small
