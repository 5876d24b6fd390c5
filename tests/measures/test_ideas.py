"""Ideas: from the public form to a measure, and what the proposer hears on the way."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from integration_portal.core import links
from integration_portal.core.due import run_due
from integration_portal.core.models import Mail, SiteSettings
from integration_portal.core.search import search
from integration_portal.core.today import TodayQuery, groups
from measures.models import Idea, Measure
from measures.services import ideas as services
from tests.builders import make_field, make_user

pytestmark = pytest.mark.django_db
NEW = "/ideen/neu/"


@pytest.fixture(autouse=True)
def nobody_counted():
    cache.clear()


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


def make_idea(title="Sprachcafé in der Bücherei", **values):
    """A new idea of somebody with an address."""
    return Idea.objects.create(
        **{"title": title, "text": "Ein Ort zum Reden.", "name": "Mara Muster", "email": "mara@example.org", **values}
    )


def step(client, idea, name, **data):
    idea.refresh_from_db()
    return client.post(reverse("measures:office_idea_step", args=[idea.pk, name]), {"version": idea.version, **data})


# --- proposing -----------------------------------------------------------------------------------------------
def test_anyone_may_propose_without_name_and_address(client, deliver):
    answer = client.post(NEW, {"title": "Café", "text": "Reden", "wish": "measure"})
    assert (answer.status_code, answer["Location"]) == (302, "/ideen/danke/")
    idea = Idea.objects.get()
    assert (idea.state, idea.is_published, idea.who, idea.address) == ("new", False, "", "")
    assert deliver() == []


def test_whoever_leaves_an_address_gets_a_confirmation(client, deliver):
    field = make_field()
    client.post(
        NEW,
        {
            "title": "مقهى اللغة 🦄",
            "text": "<b>x</b>",
            "wish": "concept",
            "field": field.pk,
            "place": "Süd",
            "name": "Zoë Ü.",
            "email": "z@example.org",
        },
    )
    (message,) = deliver()
    assert (message.to, "مقهى اللغة 🦄" in message.subject, "Zoë Ü." in message.body) == (["z@example.org"], True, True)
    assert Idea.objects.get().field == field


@pytest.mark.parametrize("role", ["contributor", "council"])
def test_with_an_account_the_form_asks_for_no_name(client, role, deliver):
    user = make_user(role)
    client.force_login(user)
    assert not {"name", "email"} & set(client.get(NEW).context["form"].fields)
    client.post(NEW, {"title": "Café", "text": "Reden", "wish": "measure", "email": "fremd@example.org"})
    idea = Idea.objects.get()
    assert (idea.proposer, idea.email, idea.address) == (user, "", user.email)
    assert [message.to for message in deliver()] == [[user.email]]


def test_the_trap_takes_in_nothing_and_says_nothing(client):
    data = {"title": "Casino", "text": "Win", "wish": "measure", "website": "https://spam.example"}
    assert client.post(NEW, data).status_code == 302
    assert Idea.objects.count() == 0


def test_too_many_ideas_from_one_connection_pause_and_keep_the_text(client):
    data = {"title": "Café", "text": "Mein langer Text", "wish": "measure"}
    codes = [client.post(NEW, data).status_code for _number in range(6)]
    assert codes == [302] * 5 + [429]
    answer = client.post(NEW, data)
    assert b"Mein langer Text" in answer.content
    assert Idea.objects.count() == 5


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"title": "x" * 161, "text": "y", "wish": "measure"},
        {"title": "a", "text": "b", "wish": "x"},
        {"title": "a", "text": "b", "wish": "measure", "email": "kein"},
    ],
)
def test_bad_input_is_refused_at_the_field(client, data):
    answer = client.post(NEW, data)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert Idea.objects.count() == 0


# --- the way through the office ---------------------------------------------------------------------------------
def test_an_idea_is_asked_back_answered_and_becomes_a_measure(client, office, deliver):
    field = make_field()
    idea = make_idea(field=field, place="Nordstadt")
    assert step(client, idea, "pruefen").status_code == 302
    assert step(client, idea, "rueckfrage", question="Wer öffnet die Tür?").status_code == 302
    idea.refresh_from_db()
    path = links.path_of(idea.link)
    assert any(path in message.body and "Wer öffnet die Tür?" in message.body for message in deliver())

    client.logout()
    page = client.get(path)
    idea.refresh_from_db()
    assert (page.status_code, idea.state, page["Referrer-Policy"]) == (200, "asked_back", "no-referrer")
    assert client.post(path, {"text": "Ich selbst."}).status_code == 302
    idea.refresh_from_db()
    assert (idea.state, [note.kind for note in idea.notes.all()]) == ("in_review", ["question", "answer"])
    assert client.get(path).context["form"] is None
    assert client.post(path, {"text": "Noch etwas"}).status_code == 422
    assert idea.notes.count() == 2

    client.force_login(office)
    answer = step(client, idea, "annehmen", title="Sprachcafé", wish="measure", answer="Wir fangen an.")
    measure = Measure.objects.get()
    assert answer["Location"] == measure.get_office_url()
    idea.refresh_from_db()
    assert (measure.title, measure.status, measure.kind, measure.is_published, measure.responsible) == (
        "Sprachcafé", "idea", "project", False, office,
    )  # fmt: skip
    assert (measure.description, measure.placements.get().field, idea.measure, idea.state) == (
        "Ein Ort zum Reden.", field, measure, "accepted",
    )  # fmt: skip
    assert client.get(path).status_code == 410
    subjects = [message.subject for message in deliver()]
    assert len(subjects) == 3
    page = client.get(measure.get_office_url()).content.decode()
    assert "aus einer Idee von Mara Muster" in page


def test_an_idea_for_a_concept_becomes_a_concept_in_initiation(client, office):
    idea = make_idea(wish="concept")
    assert (
        client.get(reverse("measures:office_idea_step", args=[idea.pk, "annehmen"])).context["form"].initial["wish"]
        == "concept"
    )
    step(client, idea, "annehmen", title="Konzept Wohnen", wish="concept")
    assert [(row.kind, row.status) for row in Measure.objects.all()] == [("concept", "idea")]


def test_declining_needs_a_reason_and_tells_it(client, office, deliver):
    idea = make_idea()
    assert step(client, idea, "ablehnen", reason=" ").status_code == 422
    assert step(client, idea, "ablehnen", reason="Gibt es schon.").status_code == 302
    idea.refresh_from_db()
    assert (idea.state, idea.reason) == ("declined", "Gibt es schon.")
    assert "Gibt es schon." in deliver()[-1].body


def test_similar_ideas_are_joined_but_not_with_themselves_or_settled_ones(client, office, deliver):
    idea, other = make_idea(), make_idea("Café")
    gone = make_idea("Weg", state="declined", reason="x", settled_at=timezone.now())
    for wrong in (idea.pk, gone.pk, "", "x", 9**12):
        assert step(client, idea, "verbinden", other=wrong).status_code == 422
    assert step(client, idea, "verbinden", other=other.pk).status_code == 302
    idea.refresh_from_db()
    assert (idea.state, idea.joined_into) == ("joined", other)
    assert len(deliver()) == 1
    for target in (idea, gone):
        with pytest.raises(ValidationError):
            services.join(idea=make_idea("Neu"), other=target)


def test_steps_that_are_not_possible_any_more_change_nothing(client, office, deliver):
    idea = make_idea(state="declined", reason="x", settled_at=timezone.now())
    for name, data in (
        ("pruefen", {}), ("rueckfrage", {"question": "?"}), ("annehmen", {"title": "A", "wish": "measure"}),
        ("ablehnen", {"reason": "y"}), ("verbinden", {}), ("veroeffentlichen", {"outcome": "z"}),
    ):  # fmt: skip
        answer = step(client, idea, name, **data)
        assert (name, answer.status_code, answer["Location"]) == (name, 302, idea.get_absolute_url())
    idea.refresh_from_db()
    assert (idea.state, idea.reason, Measure.objects.count(), deliver()) == ("declined", "x", 0, [])
    assert step(client, idea, "gibt-es-nicht").status_code == 404


def test_without_an_address_nobody_can_be_asked(client, office):
    idea = make_idea(email="")
    step(client, idea, "rueckfrage", question="?")
    idea.refresh_from_db()
    assert idea.state == "new"
    with pytest.raises(ValidationError):
        services.ask_back(idea=idea, question="?", by=office)


def test_whoever_comes_second_looks_again(client, office):
    idea = make_idea()
    old = idea.version
    services.take_up(idea=idea)
    url = reverse("measures:office_idea_step", args=[idea.pk, "ablehnen"])
    answer = client.post(url, {"version": old, "reason": "Nein"})
    assert answer.status_code == 409
    assert f'name="version" value="{old + 1}"' in answer.content.decode()
    assert client.post(url, {"reason": "Nein"}).status_code == 422
    assert client.post(url, {"version": old + 1, "reason": "Nein"}).status_code == 302


def test_a_second_question_ends_the_first_link(office):
    idea = services.ask_back(idea=make_idea(), question="Eins?", by=office)
    first = idea.link
    idea = services.ask_back(idea=idea, question="Zwei?", by=office)
    first.refresh_from_db()
    assert (first.withdrawn_at is not None, idea.link.withdrawn_at) == (True, None)


def test_internal_notes_stay_inside(client, office):
    idea = services.ask_back(idea=make_idea(), question="Frage?", by=office)
    step(client, idea, "notiz", text="Nur für uns")
    assert "Nur für uns" in client.get(idea.get_absolute_url()).content.decode()
    client.logout()
    assert "Nur für uns" not in client.get(links.path_of(idea.link)).content.decode()


def test_an_expired_or_foreign_link_opens_nothing(client, office, freeze):
    freeze()
    idea = services.ask_back(idea=make_idea(), question="Frage?", by=office)
    path = links.path_of(idea.link)
    assert client.get(path + "x/").status_code == 404
    freeze("2026-12-24 12:00")
    assert client.get(path).status_code == 410


# --- the public ----------------------------------------------------------------------------------------------
def test_only_title_and_outcome_of_published_ideas_are_public(client, office):
    idea = make_idea(text="Geheimtext", place="Geheimort")
    make_idea("Noch offen")
    assert step(client, idea, "veroeffentlichen", outcome="x").status_code == 302
    assert Idea.objects.public().count() == 0
    step(client, idea, "annehmen", title="Café", wish="measure")
    step(client, idea, "veroeffentlichen", outcome="Wird ein Projekt.")
    client.logout()
    page = client.get("/ideen/").content.decode()
    shown = {
        word: word in page
        for word in (idea.title, "Wird ein Projekt.", "Geheimtext", "Geheimort", "Mara", "Noch offen")
    }
    assert shown == {
        idea.title: True,
        "Wird ein Projekt.": True,
        "Geheimtext": False,
        "Geheimort": False,
        "Mara": False,
        "Noch offen": False,
    }
    client.force_login(office)
    client.post(reverse("measures:office_idea_unpublish", args=[idea.pk]))
    assert Idea.objects.public().count() == 0


@pytest.mark.parametrize(
    "values",
    [
        {"is_published": True},
        {"state": "declined", "settled_at": timezone.now()},
        {"state": "accepted"},
        {"state": "joined", "settled_at": timezone.now()},
        {"forgotten_at": timezone.now()},
    ],
)
def test_the_database_refuses_what_cannot_be(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_idea(**values)


# --- personal data, registries, lists -----------------------------------------------------------------------------
def test_the_data_of_proposers_goes_some_time_after_the_idea_is_settled(freeze, office):
    freeze("2026-01-10 12:00")
    settled = services.decline(idea=services.ask_back(idea=make_idea(), question="?", by=office), reason="Nein")
    opened = make_idea("Offen", proposer=make_user("council"))
    days = SiteSettings.load().participants_kept_days
    end = datetime.datetime(2026, 1, 10, 12, 1, tzinfo=datetime.UTC) + datetime.timedelta(days=days)
    assert services.forget_proposers(end - datetime.timedelta(days=1)) == 0
    freeze(end)
    outcomes = {outcome.job.key: outcome for outcome in run_due(force=("measures.ideas.forget",))}
    assert outcomes["measures.ideas.forget"].state == "done"
    settled.refresh_from_db()
    opened.refresh_from_db()
    assert (settled.name, settled.email, settled.link.holder, settled.reason) == ("", "", "", "Nein")
    assert (opened.name, opened.proposer is not None) == ("Mara Muster", True)
    assert services.forget_proposers(timezone.now()) == 0
    assert not Mail.objects.about(settled.mail_key).filter(state__in=("queued", "waiting")).exists()


def test_names_and_answers_are_masked_in_the_history(client, office):
    client.logout()
    client.post(
        NEW, {"title": "Café", "text": "Reden", "wish": "measure", "name": "Mara Muster", "email": "m@example.org"}
    )
    idea = services.ask_back(idea=Idea.objects.get(), question="Was?", by=office)
    services.answer(idea=idea, text="Privates")
    from auditlog.models import LogEntry

    text = "".join(
        f"{entry.object_repr}{entry.changes}" for entry in LogEntry.objects.filter(cid=f"measures.idea:{idea.pk}")
    )
    assert text
    assert [word for word in ("Mara", "m@example.org", "Privates") if word in text] == []


def test_new_ideas_stand_on_the_today_page_of_the_office_only(freeze):
    on = freeze().date()
    make_idea()
    make_idea("Geprüft", state="in_review")
    group = {group.key: group for group in groups(TodayQuery(make_user("office"), on))}["measures.ideas"]
    assert ([item.title for item in group.items], group.total) == (["Sprachcafé in der Bücherei"], 1)
    for role in ("contributor", "council"):
        assert "measures.ideas" not in [group.key for group in groups(TodayQuery(make_user(role), on))]


def test_ideas_are_found_inside_only():
    make_idea()
    found = [
        search(user, "buecherei", kind="ideen").total
        for user in (AnonymousUser(), make_user("contributor"), make_user("reader"))
    ]
    assert found == [0, 0, 1]


def test_the_list_filters_by_state_field_and_words(client, office):
    field = make_field()
    make_idea("Eins", field=field)
    make_idea("Zwei", state="declined", reason="x", settled_at=timezone.now())
    titles = lambda query: [row.title for row in client.get(f"/intern/ideen/?{query}").context["page_obj"]]  # noqa: E731
    assert [titles(query) for query in ("", "ansicht=erledigt", f"feld={field.slug}", "q=zwei&ansicht=alle", "ansicht=x")] == [
        ["Eins"], ["Zwei"], ["Eins"], ["Zwei"], ["Eins"],
    ]  # fmt: skip


@pytest.mark.parametrize("number", [1, 30])
def test_the_lists_take_the_same_queries_whatever_their_length(client, office, number, django_assert_max_num_queries):
    for count in range(number):
        make_idea(f"Idee {count}", field=make_field(), proposer=office)
    with django_assert_max_num_queries(14):
        client.get("/intern/ideen/")
    Idea.objects.update(state="accepted", settled_at=timezone.now(), is_published=True)
    client.logout()
    with django_assert_max_num_queries(6):
        client.get("/ideen/")


def test_contributors_do_not_see_who_had_the_idea(client, office):
    from tests.builders import make_actor

    lead = make_actor()
    idea = services.accept(idea=make_idea(), title="Café", as_concept=False, by=office)
    Measure.objects.filter(pk=idea.measure_id).update(lead=lead)
    client.force_login(make_user("contributor", acts_for=[lead]))
    page = client.get(idea.measure.get_office_url())
    assert (page.status_code, "Mara Muster" in page.content.decode()) == (200, False)
