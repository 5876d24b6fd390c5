"""Small builders: each makes a valid row with one line, and takes what the test is about as keywords."""

import datetime
import itertools

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from actors.models import Actor, ActorKind, ActorRepresentative, Person
from fields_of_action.models import FieldOfAction, Framework, Goal
from integration_portal.core import attachments
from integration_portal.core.models import Municipality, PersonalLink, TargetGroup, User
from measures.models import (
    Event,
    EventDate,
    EventRegistration,
    Measure,
    MeasurePlacement,
    Milestone,
    ProgressReport,
    ProgressRequest,
    ProgressRound,
    Publication,
    Task,
)

PASSWORD = "ein-gutes-Passwort-2026"
_numbers = itertools.count(1)


def make_user(role="", *, email="", name="", acts_for=(), **values):
    """An account with a role (a group name, or "admin" for a superuser) that acts for the given actors."""
    number = next(_numbers)
    email = email or f"{role or 'konto'}-{number}@example.org"
    create = User.objects.create_superuser if role == "admin" else User.objects.create_user
    user = create(email, PASSWORD, name=name or f"Konto {number}", **values)
    if role and role != "admin":
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    for actor in acts_for:
        ActorRepresentative.objects.create(user=user, actor=actor)
    return user


def make_framework(**values):
    """A framework in force since 2019."""
    number = next(_numbers)
    values.setdefault("title", f"Leitlinien {number}")
    values.setdefault("slug", f"leitlinien-{number}")
    values.setdefault("valid_from", datetime.date(2019, 4, 1))
    return Framework.objects.create(**values)


def make_field(framework=None, **values):
    """A field of action, in a framework of its own unless one is given."""
    framework = framework or make_framework()
    values.setdefault("number", framework.fields.count() + 1)
    values.setdefault("name", f"Handlungsfeld {next(_numbers)}")
    values.setdefault("slug", f"feld-{next(_numbers)}")
    return FieldOfAction.objects.create(framework=framework, **values)


def make_goal(field=None, **values):
    """An overall goal."""
    field = field or make_field()
    values.setdefault("code", f"{field.number}.{next(_numbers)}")
    values.setdefault("title", "Ein Ziel")
    return Goal.objects.create(field=field, **values)


def make_kind(**values):
    """A kind of organisation."""
    number = next(_numbers)
    return ActorKind.objects.create(**{"name": f"Art {number}", "slug": f"art-{number}", **values})


def make_actor(name="", **values):
    """An actor, not published."""
    number = next(_numbers)
    return Actor.objects.create(**{"name": name or f"Verein Muster {number}", "slug": f"akteur-{number}", **values})


def make_person(last_name="", **values):
    """A person of whom nothing may be published; with `is_published` there is a day of the permission too."""
    if values.get("is_published"):
        values.setdefault("permission_on", datetime.date(2026, 1, 1))
    return Person.objects.create(
        **{"first_name": "Mara", "last_name": last_name or f"Muster {next(_numbers)}", **values}
    )


def make_municipality(name="Musterstadt", **values):
    """A municipality."""
    return Municipality.objects.create(**{"name": name, "ags": f"{99000000 + next(_numbers)}", **values})


def make_target_group(name="", **values):
    """A target group."""
    number = next(_numbers)
    return TargetGroup.objects.create(
        **{"name": name or f"Zielgruppe {number}", "slug": f"zielgruppe-{number}", **values}
    )


def make_measure(title="", *, field=None, number=None, published=False, lead=None, **values):
    """A measure; a published one gets a lead, a field and a text where none is given."""
    count = next(_numbers)
    if published:
        lead = lead or make_actor()
        field = field or make_field()
        values.setdefault("summary", "Worum es geht.")
        values |= {"is_published": True, "published_at": datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)}
    measure = Measure.objects.create(
        **{
            "title": title or f"Maßnahme {count}",
            "slug": f"massnahme-{count}",
            "status": "planned",
            "lead": lead,
            **values,
        }
    )
    if field is not None:
        MeasurePlacement.objects.create(measure=measure, field=field, framework=field.framework, number=number)
    return measure


def make_attachment(owner, name="bericht.pdf", content=b"%PDF-1.7 Beispiel", **values):
    """A small PDF attached to an object."""
    return attachments.attach(owner=owner, upload=SimpleUploadedFile(name, content), **values)


def make_task(title="Etwas tun", **values):
    """An open task due on 30 November 2026."""
    return Task.objects.create(**{"title": title, "due_on": datetime.date(2026, 11, 30), **values})


def make_milestone(measure=None, title="Etwas erreicht", **values):
    """An open milestone due on 30 November 2026."""
    return Milestone.objects.create(
        **{"measure": measure or make_measure(), "title": title, "due_on": datetime.date(2026, 11, 30), **values}
    )


def make_round(state="draft", measures=(), **values):
    """A progress round with answers until 11 December 2026; one that was sent was sent on 20 November."""
    if state != "draft":
        values.setdefault("sent_at", datetime.datetime(2026, 11, 20, 9, tzinfo=datetime.UTC))
    row = ProgressRound.objects.create(
        **{"title": "Sachstand Herbst 2026", "deadline": datetime.date(2026, 12, 11), "state": state, **values}
    )
    row.measures.set(measures)
    return row


def make_request(round=None, email="", **values):
    """A recipient of a round with a link that works until the end of 2026."""
    round = round or make_round("sent")
    number = next(_numbers)
    link = PersonalLink.objects.create(
        purpose="measures.progress",
        subject=f"measures.progressround:{round.pk}",
        holder="Mara Muster",
        expires_at=datetime.datetime(2026, 12, 31, tzinfo=datetime.UTC),
    )
    return ProgressRequest.objects.create(
        **{
            "round": round,
            "email": email or f"kontakt-{number}@example.org",
            "name": "Mara Muster",
            "link": link,
            **values,
        }
    )


def make_report(measure=None, *, round=None, request=None, state="draft", **values):
    """A progress report; with a round it is one that was asked for."""
    if round is not None and request is None:
        request = make_request(round)
    if state != "draft":
        values.setdefault("submitted_at", datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC))
        values.setdefault("text", "Es geht voran.")
    return ProgressReport.objects.create(
        **{"measure": measure or make_measure(), "request": request, "state": state, **values}
    )


def make_event(title="", *, dates=("2026-12-01",), published=False, fields=(), organisers=(), **values):
    """An event at a place on 1 December 2026, whole day; `dates` are days, or (first, last) moments in Berlin time."""
    number = next(_numbers)
    if published:
        values |= {"is_published": True, "published_at": datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC)}
    event = Event.objects.create(
        **{"title": title or f"Veranstaltung {number}", "slug": f"termin-{number}", "place": "Musterhaus", **values}
    )
    event.fields.set(fields)
    event.organisers.set(organisers)
    for date in dates:
        make_event_date(event, *((date,) if isinstance(date, str) else date))
    return event


def make_event_date(event, start="2026-12-01", end=None, **values):
    """A date: days like "2026-12-01" for whole days, moments like "2026-12-01 14:00" with times."""
    first, last = datetime.datetime.fromisoformat(start), datetime.datetime.fromisoformat(end or start)
    if ":" in start:
        values |= {"start_at": timezone.make_aware(first), "end_at": timezone.make_aware(last)}
    return EventDate.objects.create(event=event, start_day=first.date(), end_day=last.date(), **values)


def make_registration(event=None, name="Mara Muster", **values):
    """Somebody with a place at an event, without a personal link."""
    values.setdefault("email", f"teilnahme-{next(_numbers)}@example.org")
    return EventRegistration.objects.create(event=event or make_event(), name=name, **values)


def make_publication(title="Pressemitteilung", **values):
    """A draft of a press release for which no notice is needed."""
    return Publication.objects.create(**{"title": title, "notice": "none", **values})
