"""Accounts: invitation by mail, roles, links, locking out, anonymising; and who may do it."""

import re

import pytest
from auditlog.models import LogEntry
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actors.models import ActorRepresentative, Person
from actors.services import anonymise_account
from integration_portal.core.models import Mail, Redaction, User
from tests import builders

pytestmark = pytest.mark.django_db
LIST, INVITE = "/intern/konten/", "/intern/konten/einladen/"


@pytest.fixture
def mara(client):
    user = builders.make_user("office", name="Mara Muster", email="mara@example.org")
    client.force_login(user)
    return user


def step(name, user):
    return reverse(f"actors:account_{name}", args=[user.pk])


def invite(client, **changes):
    return client.post(
        INVITE, {"email": "neu@example.org", "name": "Neue Kollegin", "roles": ["office"], "language": "de"} | changes
    )


@pytest.mark.parametrize(
    ("role", "expected"),
    [("", 403), ("council", 403), ("contributor", 403), ("reader", 403), ("office", 200), ("admin", 200)],
)
def test_accounts_are_for_the_office(client, role, expected):
    other = builders.make_user("reader")
    client.force_login(builders.make_user(role))
    for url in (LIST, INVITE, step("edit", other), step("anonymise", other)):
        assert client.get(url).status_code == expected
    for name in ("resend", "deactivate", "reactivate"):
        assert client.get(step(name, other)).status_code in (403, 405)


def test_the_invited_person_sets_a_password_and_logs_in(client, mara, deliver):
    person, actor = builders.make_person("Kollegin"), builders.make_actor()
    response = invite(client, roles=["contributor"], person=person.pk, actors=[actor.pk])
    user = User.objects.get(email="neu@example.org")
    assert response.status_code == 302
    assert not user.has_usable_password() and user.role_names == {"contributor"}
    assert Person.objects.get(user=user) == person
    assert ActorRepresentative.objects.filter(user=user, actor=actor).exists()
    message = deliver()[0]
    assert message.to == ["neu@example.org"] and "Mara Muster" in message.body
    link = re.search(r"http://testserver(/\S+)", message.body).group(1)
    client.logout()
    page = client.get(link, follow=True)
    password = "vier einfache Worte hier"
    done = client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})
    assert done.status_code == 302
    client.logout()
    client.post("/konto/anmelden/", {"login": "neu@example.org", "password": password})
    assert client.get("/intern/akteure/").status_code == 200
    client.logout()
    assert "password1" not in client.get(link, follow=True).content.decode(), "the link works once"


def test_the_invitation_runs_out(client, mara, freeze, deliver):
    freeze("2026-11-23 12:00")
    invite(client)
    link = re.search(r"http://testserver(/\S+)", deliver()[0].body).group(1)
    client.logout()
    freeze("2026-12-01 12:00")
    assert "password1" not in client.get(link, follow=True).content.decode()


def test_an_english_invitation(client, mara, deliver):
    invite(client, language="en")
    assert "set your password" in deliver()[0].body


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "keine Adresse"),
        ("email", "MARA@example.org"),
        ("name", ""),
        ("roles", ["koenig"]),
        ("person", "99999"),
        ("language", "xx"),
        ("actors", ["abc"]),
    ],
)
def test_bad_invitations_are_told_and_send_nothing(client, mara, field, value):
    before = User.objects.count()
    response = invite(client, **{field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert (User.objects.count(), Mail.objects.count()) == (before, 0)


def test_a_partner_account_needs_an_organisation(client, mara):
    assert "actors" in invite(client, roles=["contributor"]).context["form"].errors


def test_an_invitation_is_in_the_queue_and_its_link_is_deleted_once_sent(client, mara, deliver):
    invite(client)
    row = Mail.objects.get()
    assert (row.recipient, row.kind, mail.outbox) == ("neu@example.org", "core.invitation", [])
    page = client.get(f"/intern/mails/{row.pk}/").content.decode()
    assert "/konto/passwort/neu/" in row.email.message and "/konto/passwort/neu/" not in page
    deliver()
    row.email.refresh_from_db()
    assert (len(mail.outbox), row.email.message) == (1, "")


def test_one_person_has_one_account(client, mara):
    person = builders.make_person(user=mara)
    assert "person" in invite(client, person=person.pk).context["form"].errors
    user = builders.make_user("reader")
    response = client.post(step("edit", user), {"name": user.name, "roles": ["reader"], "person": person.pk})
    assert response.status_code == 422


def test_roles_and_links_change_and_are_logged(client, mara):
    user, actor = builders.make_user("reader"), builders.make_actor()
    response = client.post(step("edit", user), {"name": "Anders", "roles": ["contributor"], "actors": [actor.pk]})
    assert response.status_code == 302
    fresh = User.objects.get(pk=user.pk)
    assert (fresh.name, fresh.role_names) == ("Anders", {"contributor"})
    models = set(LogEntry.objects.filter(actor=mara).values_list("content_type__model", flat=True))
    assert {"user", "actorrepresentative"} <= models
    client.post(step("edit", user), {"name": "Anders", "roles": []})
    assert not ActorRepresentative.objects.exists()


def test_the_last_of_the_office_cannot_leave(client, mara):
    response = client.post(step("edit", mara), {"name": mara.name, "roles": ["reader"]})
    assert response.status_code == 422
    assert User.objects.get(pk=mara.pk).is_office
    builders.make_user("office", is_active=False)
    assert client.post(step("edit", mara), {"name": mara.name, "roles": []}).status_code == 422
    builders.make_user("office")
    assert client.post(step("edit", mara), {"name": mara.name, "roles": ["reader"]}).status_code == 302


def test_nobody_locks_out_oneself_or_the_last_of_the_office(client, mara):
    client.post(step("deactivate", mara))
    assert User.objects.get(pk=mara.pk).is_active
    boss = builders.make_user("admin")
    client.force_login(boss)
    client.post(step("deactivate", mara))
    assert User.objects.get(pk=mara.pk).is_active


def test_a_locked_account_is_out_at_once_and_comes_back(client, mara):
    user = builders.make_user("reader")
    other = client.__class__()
    other.force_login(user)
    assert other.get("/intern/akteure/").status_code == 200
    client.post(step("deactivate", user))
    assert other.get("/intern/akteure/").status_code == 302
    client.post(step("resend", user))
    assert Mail.objects.count() == 0
    client.post(step("reactivate", user))
    assert User.objects.get(pk=user.pk).is_active


def test_only_it_touches_accounts_of_it(client, mara):
    boss = builders.make_user("admin")
    assert client.get(step("edit", boss)).status_code == 403
    for name in ("resend", "deactivate", "reactivate"):
        assert client.post(step(name, boss)).status_code == 403
    assert client.post(step("anonymise", boss), {"sure": "on"}).status_code == 403
    assert User.objects.get(pk=boss.pk).is_active


def test_anonymising_keeps_the_row_and_what_it_did_but_no_name(client, mara):
    user = builders.make_user("office", name="Tilda Testmann", email="tilda@example.org")
    person, actor = builders.make_person(user=user), builders.make_actor()
    ActorRepresentative.objects.create(user=user, actor=actor)
    other = client.__class__()
    other.force_login(user)
    other.post(reverse("actors:office_publish", args=[actor.pk]))
    assert LogEntry.objects.filter(actor=user).exists()
    assert client.post(step("anonymise", user)).status_code == 422, "needs a clear yes"
    assert client.post(step("anonymise", user), {"sure": "on"}).status_code == 302
    fresh = User.objects.get(pk=user.pk)
    assert not fresh.is_active and fresh.anonymised_at and not fresh.role_names
    assert "Testmann" not in fresh.name and "tilda" not in fresh.email
    person.refresh_from_db()
    assert person.user is None and not ActorRepresentative.objects.exists()
    assert LogEntry.objects.filter(actor=user).exists()
    texts = str(list(LogEntry.objects.values_list("changes", "additional_data", "actor_email", "object_repr")))
    assert "Testmann" not in texts and "tilda@" not in texts
    assert Redaction.objects.get().redacted_by == mara
    assert other.get("/intern/akteure/").status_code == 302
    client.post(step("reactivate", user))
    assert not User.objects.get(pk=user.pk).is_active
    assert client.post(step("edit", user), {"name": "Zurück"}).status_code == 422


def test_anonymising_twice_changes_nothing(mara):
    user = builders.make_user("reader")
    anonymise_account(user=user, by=mara)
    before = User.objects.values().get(pk=user.pk)
    anonymise_account(user=User.objects.get(pk=user.pk), by=mara)
    assert User.objects.values().get(pk=user.pk) == before


def test_the_list_keeps_its_queries_and_searches(client, mara):
    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    def fill(number):
        for _index in range(number):
            builders.make_person(user=builders.make_user("contributor", acts_for=[builders.make_actor()]))

    fill(2)
    few = count()
    fill(20)
    assert count() <= few
    builders.make_user("reader", name="Ömer Örnek")
    assert [user.name for user in client.get(f"{LIST}?q=örnek").context["page_obj"]] == ["Ömer Örnek"]
    assert client.get(f"{LIST}?q=%00<script>&seite=abc").status_code == 200


def test_the_profile_shows_only_ones_own_things(client):
    assert client.get("/konto/profil/").status_code == 302
    user = builders.make_user("council", name="Ömer Örnek")
    client.force_login(user)
    page = client.get("/konto/profil/")
    assert page.status_code == 200 and "Ömer Örnek" in page.content.decode()
