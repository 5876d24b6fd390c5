"""Events of a year around today for the demo, with people registered for them, and public relations."""

import datetime
from decimal import Decimal

from django.utils import timezone

from fields_of_action.models import FieldOfAction
from integration_portal.core.mail.queue import withdraw_about
from integration_portal.core.models import Language, Municipality, SiteSettings, TargetGroup
from measures.models import Measure, Publication
from measures.services import events, publications, registrations, series

from .network import address_of
from .texts import read

#: Invented people who come to events, and what one in four of them needs.
PEOPLE = (
    "Ayla Beispielci", "Bernd Mustersohn", "Chiara Esempio", "Dmytro Prykladenko", "Esra Örnekoğlu", "Franziska Mustermeyer",
    "Goran Primjerić", "Hannah Beispielhuber", "Ivan Primerow", "Jana Vzorová", "Karl-Heinz Musterfrau", "Linh Ví Dụ",
)  # fmt: skip
NEEDS = ("Bitte einen Platz nahe am Eingang.", "Dolmetschen ins Ukrainische", "vegetarisches Essen")
ORGANISATIONS = ("Jobcenter Musterkreis", "", "Grundschule am Musterpark")


def make_events(actors):
    """Make the events of events.toml and the pieces of publications.toml, through the services. `actors` by key."""
    maker = _EventMaker(actors)
    for entry in read("events.toml")["event"]:
        maker.make(entry)
    for entry in read("publications.toml")["publication"]:
        _make_publication(entry, maker)


class _EventMaker:
    """Makes events from texts; what the texts name and the demo does not hold is left out."""

    def __init__(self, actors):
        today = timezone.localdate()
        self.today, self.monday = today, today - datetime.timedelta(days=today.weekday())
        self.actors = actors
        self.events = {}
        self.measures = {row.title: row for row in Measure.objects.all()}
        self.fields = {row.number: row for row in FieldOfAction.objects.in_force()}
        self.groups = {row.slug: row for row in TargetGroup.objects.all()}
        self.languages = {row.slug: row for row in Language.objects.all()}
        self.places = {row.name: row for row in Municipality.objects.all()}

    def day(self, weeks, weekday):
        """A day so many weeks from this one."""
        return self.monday + datetime.timedelta(weeks=weeks, days=weekday)

    def make(self, entry):
        """Make one event, publish it, let people register, and let happen what the text says."""
        event = events.create_event(data=self._data(entry), dates=self._dates(entry))
        if "series" in entry:
            event = self._add_series(event, entry)
        if entry.get("published", True):
            event = events.publish_event(event=event)
        self._register(event, entry)
        if "cancel" in entry:
            event, _mails = events.cancel_event(event=event, reason=entry["cancel"])
        self.events[entry.get("key", entry["title"])] = self.events[entry["title"]] = event

    def _data(self, entry):
        people = entry.get("people", 0)
        return {
            "kind": entry.get("kind", "event"),
            "title": entry["title"],
            "summary": entry.get("summary", ""),
            "text": entry.get("text", ""),
            "is_own": entry.get("ours", True),
            "our_part": entry.get("our_part", ""),
            "parent": self.events.get(entry.get("parent")),
            "measure": self.measures.get(entry.get("measure")),
            "municipality": self.places.get(entry.get("town")),
            "place": entry.get("place", ""),
            "online_url": entry.get("online", ""),
            "speakers": entry.get("speakers", ""),
            "interpreters": entry.get("interpreters", ""),
            "childcare": entry.get("childcare", ""),
            "accessibility": entry.get("accessibility", ""),
            "fee": Decimal(entry["fee"]) if "fee" in entry else None,
            "fee_note": entry.get("fee_note", ""),
            "takes_registrations": people > 0,
            "capacity": entry.get("capacity"),
            "registration_until": self.day(*entry["closes"]) if "closes" in entry else None,
            "fields": [self.fields[number] for number in entry["fields"] if number in self.fields],
            "target_groups": [self.groups[slug] for slug in entry["groups"] if slug in self.groups],
            "languages": [self.languages[code] for code in entry.get("languages", ["de"]) if code in self.languages],
            "organisers": [self.actors[key] for key in entry["organisers"] if key in self.actors],
        }

    def _dates(self, entry):
        dates = []
        for weeks, weekday, *times in entry["dates"]:
            first = self.day(weeks, weekday)
            last = self.day(*entry["until"]) if "until" in entry else first
            begin, end = (datetime.time.fromisoformat(time) for time in times) if times else (None, None)
            values = events.values_of_date(first, begin, last, end)
            dates.append(values | {"place": entry.get("odd_place", "")})
        return dates

    def _add_series(self, event, entry):
        about = entry["series"]
        rule = series.SeriesRule(
            rhythm=about["rhythm"],
            first=self.day(*about["from"]),
            last=self.day(*about["until"]),
            without=frozenset(self.day(*days) for days in about["without"]),
        )
        begin, end = (datetime.time.fromisoformat(about[key]) for key in ("begin", "end"))
        event, _added = events.add_series(event=event, version=event.version, rule=rule, start_time=begin, end_time=end)
        cancelled = event.dates.get(start_day=self.day(*entry["cancelled_date"]))
        dates = [{"id": cancelled.pk, "is_cancelled": True}]
        return events.update_event(event=event, version=event.version, data={}, dates=dates)

    def _register(self, event, entry):
        is_past = self.day(*entry["dates"][-1][:2]) < self.today
        rows = []
        for number, name in enumerate(PEOPLE[: entry.get("people", 0)]):
            rows.append(
                registrations.register(
                    event=event,
                    name=name,
                    email=address_of(name),
                    organisation=ORGANISATIONS[number % 3],
                    needs=NEEDS[number // 4] if number % 4 == 1 else "",
                    by_office=is_past,
                )
            )
        if is_past and rows:
            withdraw_about(*(row.mail_key for row in rows))  # nobody is told now of what is over
            registrations.tick_attendance(event=event, present=[row.pk for row in rows[: entry["came"]]])


def _make_publication(entry, maker):
    site = SiteSettings.load()
    words = {"short": site.funding_short, "long": site.funding_text}.get(entry["notice"], "")
    piece = publications.save_publication(
        data={
            "channel": entry["channel"],
            "title": entry["title"],
            "date": maker.today + datetime.timedelta(days=entry["days"]),
            "text": f"{entry['text']}\n\n{words}" if entry.get("words") else entry["text"],
            "url": entry.get("url", ""),
            "event": maker.events.get(entry.get("event")),
            "measures": [maker.measures[title] for title in entry["measures"] if title in maker.measures],
            "notice": entry["notice"],
            "notice_words": entry.get("notice_words", ""),
            "notice_confirmed": entry.get("confirmed", False),
        }
    )
    if entry.get("published"):
        publications.move_publication(publication=piece, to=Publication.State.PUBLISHED)
