"""Whatever refers to two actors, after merging each reference is there, once, and leads to the kept one."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from actors import services
from actors.importing.names import in_use
from actors.models import (
    Actor,
    ActorAddress,
    ActorRelation,
    AdvisoryEntry,
    MailingList,
    MailingListMember,
    Offer,
    PersonRole,
)
from measures.models import MeasurePartner
from tests.builders import make_actor, make_event, make_field, make_measure, make_person, make_user

#: Which of the three actors (kept, gone, another one) each of up to three objects names.
NAMED = st.lists(st.sets(st.sampled_from(("kept", "gone", "other")), max_size=3), max_size=3)
TIES = st.lists(
    st.tuples(
        st.sampled_from(("kept", "gone", "other", "fourth")),
        st.sampled_from([kind.value for kind in ActorRelation.Kind]),
        st.sampled_from(("kept", "gone", "other", "fourth")),
    ),
    max_size=8,
    unique=True,
)


def _after(names):
    """What a set of names is after the merge."""
    return {"kept" if name == "gone" else name for name in names}


class MergingKeepsEveryReference(TestCase):
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(events=NAMED, partners=NAMED, notes=NAMED, roles=NAMED, members=NAMED, labels=NAMED, ties=TIES)
    def test_nothing_is_lost_and_nothing_doubled(self, events, partners, notes, roles, members, labels, ties):
        actors = {name: make_actor(f"Verein {name}") for name in ("kept", "gone", "other", "fourth")}
        office = make_user("office", name="Mara Muster")
        made = {"events": [], "partners": [], "notes": [], "roles": [], "members": []}
        for names in events:
            event = make_event("Fest")
            event.organisers.set(actors[name] for name in names)
            made["events"].append(event)
        for names in partners:
            measure = make_measure(lead=actors["fourth"])
            for name in names:
                MeasurePartner.objects.create(measure=measure, actor=actors[name], role=name)
            made["partners"].append(measure)
        for names in notes:
            note = AdvisoryEntry.objects.create(happened_on="2026-05-01", subject="Gespräch", author=office)
            note.actors.set(actors[name] for name in names)
            made["notes"].append(note)
        for names in roles:
            person = make_person()
            for name in names:
                PersonRole.objects.create(person=person, actor=actors[name], function="Leitung")
            made["roles"].append(person)
        for number, names in enumerate(members):
            rows = MailingList.objects.create(name=f"Liste {number}")
            for name in names:
                MailingListMember.objects.create(list=rows, actor=actors[name])
            made["members"].append(rows)
        for number, names in enumerate(labels):
            for name in names:
                address = ActorAddress.objects.create(actor=actors[name], label=f"Ort {number}", street=name)
                Offer.objects.create(actor=actors[name], title=f"Angebot {number} {name}", address=address)
        self._tie(actors, ties)

        services.merge_actors(
            target=actors["kept"],
            duplicate=actors["gone"],
            versions=(Actor.objects.get(pk=actors["kept"].pk).version, Actor.objects.get(pk=actors["gone"].pk).version),
            choices={},
            by=office,
        )

        names_of = {actor.pk: name for name, actor in actors.items()}
        found = {
            "events": [[names_of[a.pk] for a in event.organisers.all()] for event in made["events"]],
            "partners": [[names_of[link.actor_id] for link in m.partner_links.all()] for m in made["partners"]],
            "notes": [[names_of[a.pk] for a in note.actors.all()] for note in made["notes"]],
            "roles": [[names_of[role.actor_id] for role in person.roles.all()] for person in made["roles"]],
            "members": [[names_of[row.actor_id] for row in rows.members.all()] for rows in made["members"]],
        }
        wanted = {"events": events, "partners": partners, "notes": notes, "roles": roles, "members": members}
        for kind, sets in wanted.items():
            assert [sorted(names) for names in found[kind]] == [sorted(_after(names)) for names in sets], kind
        assert Offer.objects.count() == sum(len(names) for names in labels)
        assert {(o.actor_id, o.address.actor_id) for o in Offer.objects.all()} == {
            (actors[name].pk, actors[name].pk) for names in labels for name in _after(names)
        }
        self._check_ties(names_of, ties)
        assert in_use({actors["gone"].pk}) == set()
        assert not Actor.objects.filter(pk=actors["gone"].pk).exists()

    def _tie(self, actors, ties):
        for one, kind, other in ties:
            ends = (actors[one], actors[other])
            if one == other:
                continue
            if kind == "cooperates":
                ends = sorted(ends, key=lambda actor: actor.pk)
            ActorRelation.objects.get_or_create(actor=ends[0], kind=kind, other=ends[1])

    def _check_ties(self, names_of, ties):
        wanted = set()
        for one, kind, other in ties:
            ends = ["kept" if name == "gone" else name for name in (one, other)]
            if one != other and ends[0] != ends[1]:
                wanted.add((kind, frozenset(ends) if kind == "cooperates" else tuple(ends)))
        found = [
            (row.kind, frozenset(ends) if row.kind == "cooperates" else ends)
            for row in ActorRelation.objects.all()
            for ends in [(names_of[row.actor_id], names_of[row.other_id])]
        ]
        assert len(found) == len(set(found))
        assert set(found) == wanted

    def test_a_list_that_both_have_stays_once(self):
        kept, gone = make_actor("Eins"), make_actor("Zwei")
        fields = [make_field() for _number in range(3)]
        kept.fields.set(fields[:2])
        gone.fields.set(fields[1:])
        services.merge_actors(target=kept, duplicate=gone, versions=(kept.version, gone.version), choices={}, by=None)
        assert sorted(kept.fields.values_list("pk", flat=True)) == sorted(field.pk for field in fields)
