"""The role × URL table: what each role gets from each address. A route that is missing here fails the test.

Columns: visitor, council, contributor of the lead, contributor of another actor, reader, office.
"""

import uuid
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from integration_portal.core.mail import queue_mail
from integration_portal.core.models import ImportBatch, Job, SavedView
from measures.models import Clarification
from tests.builders import make_actor, make_attachment, make_field, make_goal, make_measure, make_person, make_user

from . import (
    access_advisory,
    access_committees_followup,
    access_committees_meetings,
    access_committees_members,
    access_committees_oparl,
    access_committees_papers,
    access_committees_public,
    access_committees_session,
    access_committees_surveys,
    access_concept,
    access_confirmation,
    access_coordination,
    access_events,
    access_funding,
    access_ideas,
    access_indicators,
    access_mailing,
    access_merging,
    access_network,
    access_organisations,
    access_pictures,
    access_protection,
    access_reports,
)
from .access import (
    ALLAUTH_USER,
    ALLAUTH_VISITOR,
    INSIDE,
    LOGGED_IN,
    OF_THE_LEAD,
    OF_THE_LEAD_404,
    OFFICE,
    OWNER,
    PUBLIC,
    READ_ALL,
    ROLES,
)
from .routes import portal_routes

#: Routes whose `pk` is a UUID.
UUID_ROUTES = {"core:attachment"}
PARTS = (
    access_advisory,
    access_committees_followup,
    access_committees_meetings,
    access_committees_members,
    access_committees_oparl,
    access_committees_papers,
    access_committees_public,
    access_committees_session,
    access_committees_surveys,
    access_concept,
    access_confirmation,
    access_coordination,
    access_events,
    access_funding,
    access_ideas,
    access_indicators,
    access_mailing,
    access_merging,
    access_network,
    access_organisations,
    access_pictures,
    access_protection,
    access_reports,
)

GET = {
    "healthz": PUBLIC, "readyz": PUBLIC, "robots": PUBLIC, "sitemap": PUBLIC,
    "portal:home": PUBLIC, "portal:search": PUBLIC, "portal:imprint": PUBLIC, "portal:privacy": PUBLIC, "portal:accessibility": PUBLIC,
    "portal:office_home": (302, 302, 200, 200, 200, 200), "portal:calendar": INSIDE,
    "fields_of_action:list": PUBLIC, "fields_of_action:detail": PUBLIC,
    "measures:list": PUBLIC, "measures:export": PUBLIC, "measures:detail": PUBLIC,
    "core:logo": (404,) * 6, "core:profile": LOGGED_IN, "core:settings": OFFICE, "core:settings_history": READ_ALL,
    "core:jobs": INSIDE, "core:job": OWNER,
    "core:mails": READ_ALL, "core:mail": OFFICE, "core:mail_texts": READ_ALL, "core:mail_text": OFFICE,
    "core:attachment": OF_THE_LEAD_404, "core:link": (404,) * 6, "core:link_rest": (404,) * 6,
    "fields_of_action:office_list": READ_ALL, "fields_of_action:office_field": READ_ALL, "fields_of_action:office_framework": READ_ALL,
    "fields_of_action:office_field_create": OFFICE, "fields_of_action:office_field_edit": OFFICE,
    "fields_of_action:office_framework_create": OFFICE, "fields_of_action:office_framework_edit": OFFICE,
    "fields_of_action:office_goal_create": OFFICE, "fields_of_action:office_goal_edit": OFFICE,
    "measures:office_list": INSIDE, "measures:office_export": INSIDE,
    "measures:office_detail": OF_THE_LEAD, "measures:office_preview": OF_THE_LEAD,
    "measures:office_create": OFFICE, "measures:office_edit": OFFICE, "measures:office_status": OFFICE,
    "measures:office_publish": OFFICE, "measures:office_archive": OFFICE, "measures:office_delete_view": OWNER,
    "measures:office_rename_view": OWNER,
    "actors:office_list": INSIDE, "actors:export": INSIDE, "actors:office_detail": OF_THE_LEAD,
    "actors:office_create": OFFICE, "actors:office_edit": OFFICE, "actors:office_archive": OFFICE,
    "actors:person_list": READ_ALL, "actors:person_detail": READ_ALL,
    "actors:person_create": OFFICE, "actors:person_edit": OFFICE, "actors:person_redact": OFFICE,
    "actors:account_list": OFFICE, "actors:account_invite": OFFICE, "actors:account_edit": OFFICE, "actors:account_anonymise": OFFICE,
    "account_login": ALLAUTH_VISITOR, "account_signup": ALLAUTH_VISITOR, "account_inactive": PUBLIC,
    "account_logout": ALLAUTH_USER, "account_change_password": ALLAUTH_USER, "account_email": ALLAUTH_USER,
    "account_set_password": (302,) * 6, "account_reauthenticate": ALLAUTH_USER,
    "account_reset_password": PUBLIC, "account_reset_password_done": PUBLIC, "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC, "account_email_verification_sent": PUBLIC, "account_confirm_email": PUBLIC,
}  # fmt: skip
for _app in ("measures", "actors"):
    GET |= {f"{_app}:import": OFFICE, f"{_app}:import_show": OFFICE}

#: Addresses that only take a POST: a GET gets 405 from everyone, a POST of a stranger 302 or 403.
POST_ONLY = {
    "core:draft": "inside", "core:draft_discard": "inside", "core:profile_digest": "inside", "core:mail_act": "office",
    "measures:office_bulk": "office", "measures:office_unpublish": "office", "measures:office_duplicate": "office",
    "measures:office_restore": "office", "measures:office_clarify": "office", "measures:office_save_view": "inside",
    "fields_of_action:office_field_delete": "office", "fields_of_action:office_framework_delete": "office",
    "fields_of_action:office_goal_delete": "office",
    "actors:office_publish": "office", "actors:office_unpublish": "office", "actors:office_restore": "office",
    "actors:account_deactivate": "office", "actors:account_reactivate": "office", "actors:account_resend": "office",
}  # fmt: skip
for _part in PARTS:
    GET |= _part.GET
    POST_ONLY |= _part.POST_ONLY


@pytest.fixture
def world(db):
    """One of everything, and a user of each role."""
    lead, other = make_actor("Federführung"), make_actor("Andere")
    field = make_field()
    office = make_user("office")
    measure = make_measure("Entwurf", lead=lead, field=field, number="1.1", summary="Satz")
    made = SimpleNamespace(
        lead=lead, field=field, goal=make_goal(field), measure=measure, person=make_person(), account=make_user("reader"),
        public=make_measure("Öffentlich", published=True, field=field, number="1.2"),
        question=Clarification.objects.create(measure=measure, topic="other", code="x", message="?"),
        view=SavedView.objects.create(user=office, list_key="measures", name="Meine"),
        mail=queue_mail(kind="core.invitation", to="a@example.org", values={}), attachment=make_attachment(measure),
        job=Job.objects.create(kind="x", title="x", owner=office),
        batches={kind: ImportBatch.objects.create(kind=kind, file_name="liste.xlsx", created_by=office) for kind in ("measures", "actors")},
    )  # fmt: skip
    made.users = {
        "visitor": None,
        "council": make_user("council"),
        "contributor_of_lead": make_user("contributor", acts_for=[lead]),
        "contributor_of_other": make_user("contributor", acts_for=[other]),
        "reader": make_user("reader"),
        "office": office,
    }
    for part in PARTS:
        part.build(made)
    return made


def arguments(name, parameters, world):
    """What an address of the route needs, from the world."""
    if not parameters:
        return {}
    for part in PARTS:
        found = part.arguments(name, parameters, world)
        if found is not None:
            return found
    app, _colon, short = name.partition(":")
    if name.startswith("account_"):
        return {"uidb36": "1", "key": "falsch"} if "uidb36" in parameters else {"key": "falsch"}
    if "fmt" in parameters:
        return {"fmt": "csv"}
    if name == "core:logo":
        return {"name": "gibt-es-nicht"}
    if name == "core:mail_text":
        return {"kind": "core.invitation", "language": "de"}
    if "token" in parameters:
        return {"token": "falsch", **({"rest": "x"} if "rest" in parameters else {})}
    if name == "core:attachment":
        return {"pk": world.attachment.pk}
    if name.startswith("core:mail"):
        return {"pk": world.mail.pk}
    if name == "core:job":
        return {"pk": world.job.pk}
    if short.startswith("import"):
        return {"pk": world.batches[app].pk, **({"number": 1} if "number" in parameters else {})}
    if "slug" in parameters:
        return {"slug": world.field.slug if app == "fields_of_action" else world.public.slug}
    if "framework" in parameters:
        return {"framework": world.field.framework_id}
    if "field" in parameters:
        return {"field": world.field.pk}
    if app == "fields_of_action":
        row = world.goal if "goal" in short else world.field.framework if "framework" in short else world.field
        return {"pk": row.pk}
    if app == "measures":
        pk = world.view.pk if short in ("office_delete_view", "office_rename_view") else world.measure.pk
        return {"pk": pk, **({"question": world.question.pk} if "question" in parameters else {})}
    row = world.person if short.startswith("person") else world.account if short.startswith("account") else world.lead
    return {"pk": row.pk}


#: So many addresses are asked for in one test.
PORTION = 30


def log_in(client, user):
    client.logout()
    if user:
        client.force_login(user)


def imports_of(name):
    return name.partition(":")[2].startswith("import_") and name not in GET


def test_every_route_stands_in_the_table():
    routes = set(portal_routes())
    listed = set(GET) | set(POST_ONLY) | {name for name in routes if imports_of(name)}
    assert routes == listed


def portions(names):
    """The names in portions: a world takes longer to make than a portion of its addresses to ask for."""
    names = sorted(names)
    return [names[start : start + PORTION] for start in range(0, len(names), PORTION)]


@pytest.fixture
def clients(world):
    """A client of each role, logged in."""
    made = {role: Client() for role in ROLES}
    for role, user in world.users.items():
        if user:
            made[role].force_login(user)
    return made


def untouched(ask):
    """The status of an answer; whatever the request has changed is taken back, so that the next address finds the same world."""
    with transaction.atomic():
        status = ask().status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("names", portions(GET), ids=lambda names: names[0])
def test_each_role_gets_what_the_table_says(clients, world, names):
    wrong = {}
    for name in names:
        url = reverse(name, kwargs=arguments(name, portal_routes()[name], world))
        got = tuple(untouched(lambda url=url, role=role: clients[role].get(url)) for role in ROLES)
        if got != GET[name]:
            wrong[name] = f"{got} instead of {GET[name]}"
    assert wrong == {}


def _is_right(role, may, status):
    if role == "visitor":
        return status == 302
    return status in (200, 302, 400, 404, 422) if role in may else status == 403


@pytest.mark.parametrize("names", portions(POST_ONLY), ids=lambda names: names[0])
def test_addresses_that_change_things_take_only_a_post_from_those_who_may(clients, world, names):
    inside = {"office", "reader", "contributor_of_lead", "contributor_of_other"}
    allowed = {"office": {"office"}, "inside": inside, "logged in": {*inside, "council"}}
    wrong = []
    for name in names:
        url = reverse(name, kwargs=arguments(name, portal_routes()[name], world))
        for role in ROLES:
            read = untouched(lambda url=url, role=role: clients[role].get(url))
            status = untouched(lambda url=url, role=role: clients[role].post(url))
            if read != 405 or not _is_right(role, allowed[POST_ONLY[name]], status):
                wrong.append((name, role, read, status))
    assert wrong == []


def test_the_steps_of_an_import_are_for_the_office_only(client, world):
    for name, parameters in portal_routes().items():
        if not imports_of(name):
            continue
        url = reverse(name, kwargs=arguments(name, parameters, world))
        for role in ROLES[:-1]:
            log_in(client, world.users[role])
            for status in (client.get(url).status_code, client.post(url).status_code):
                assert status in ((302, 405) if role == "visitor" else (403, 405)), (name, role, status)


def test_ids_that_do_not_exist_give_404_to_the_office(client, world):
    client.force_login(world.users["office"])
    for name, parameters in portal_routes().items():
        if "pk" not in parameters or name in POST_ONLY or name == "core:job" or imports_of(name):
            continue
        is_uuid = "import" in name or name in UUID_ROUTES
        kwargs = arguments(name, parameters, world) | {"pk": uuid.uuid4() if is_uuid else 2_000_000_000}
        expected = 403 if name == "actors:advice_emergency" else 404  # not for the office, whatever the number
        assert (name, client.get(reverse(name, kwargs=kwargs)).status_code) == (name, expected)


def test_the_admin_is_for_staff(client, world):
    for role in ROLES:
        log_in(client, world.users[role])
        assert client.get("/admin/").status_code in (302, 403)
    client.force_login(make_user("admin"))
    assert client.get("/admin/").status_code == 200
