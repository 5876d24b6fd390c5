"""Merging two entries of one organisation: nothing that refers to them is lost, nothing is there twice."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actors import services
from actors.models import (
    Actor,
    ActorAddress,
    ActorAlias,
    ActorRedirect,
    ActorRelation,
    AdvisoryEntry,
    DistinctActors,
    MailingList,
    MailingListMember,
    Offer,
    PersonRole,
)
from actors.services import merging
from integration_portal.core import merging as core_merging
from integration_portal.core.locking import StaleObject
from integration_portal.core.models import Attachment, FormDraft, SavedView
from measures.models import MeasurePartner
from tests.builders import make_actor, make_attachment, make_event, make_field, make_measure, make_person, make_user
from tests.helpers_auditing import every_row_change_is_audited

pytestmark = pytest.mark.django_db

MAY = datetime.date(2026, 5, 1)


def merge(target, duplicate, by=None, **choices):
    return services.merge_actors(
        target=target,
        duplicate=duplicate,
        versions=(target.version, duplicate.version),
        choices=choices,
        by=by or make_user("office"),
    )


@pytest.fixture
def pair():
    return make_actor("Diakonie Beispiel"), make_actor("Diakonie Beispiel e. V.")


def test_measures_events_and_roles_of_both_belong_to_the_kept_entry(pair):
    kept, gone = pair
    led = make_measure(lead=gone)
    helped = make_measure(lead=make_actor())
    MeasurePartner.objects.create(measure=helped, actor=gone, role="Räume")
    event = make_event("Fest")
    event.organisers.add(gone)
    role = PersonRole.objects.create(person=make_person(), actor=gone)
    merge(kept, gone)
    led.refresh_from_db()
    assert led.lead == kept
    assert [link.actor for link in helped.partner_links.all()] == [kept]
    assert list(event.organisers.all()) == [kept]
    role.refresh_from_db()
    assert role.actor == kept
    assert not Actor.objects.filter(pk=gone.pk).exists()


def test_a_partner_twice_is_one_partner_with_both_roles(pair):
    kept, gone = pair
    measure = make_measure(lead=make_actor())
    MeasurePartner.objects.create(measure=measure, actor=kept, role="Räume")
    MeasurePartner.objects.create(measure=measure, actor=gone, role="Unterricht")
    merge(kept, gone)
    assert [(link.actor, link.role) for link in measure.partner_links.all()] == [(kept, "Räume, Unterricht")]


def test_the_lead_is_not_its_own_partner_afterwards(pair):
    kept, gone = pair
    measure = make_measure(lead=gone)
    MeasurePartner.objects.create(measure=measure, actor=kept)
    merge(kept, gone)
    measure.refresh_from_db()
    assert (measure.lead, measure.partner_links.count()) == (kept, 0)


def test_one_role_of_a_person_at_both_is_one_role_over_the_whole_time(pair):
    kept, gone = pair
    person = make_person()
    PersonRole.objects.create(person=person, actor=kept, since=MAY, until=datetime.date(2026, 6, 1))
    PersonRole.objects.create(
        person=person, actor=gone, since=datetime.date(2025, 1, 1), until=MAY, is_main_contact=True
    )
    merge(kept, gone)
    role = PersonRole.objects.get()
    assert (role.actor, role.since, role.until, role.is_main_contact) == (
        kept, datetime.date(2025, 1, 1), datetime.date(2026, 6, 1), True,
    )  # fmt: skip


def test_fields_and_lists_are_joined_and_differing_values_chosen(pair):
    kept, gone = pair
    Actor.objects.filter(pk=kept.pk).update(description="Berät.", city="Altstadt")
    Actor.objects.filter(pk=gone.pk).update(description="Hilft.", city="Neustadt", email="post@example.org")
    first, second = make_field(), make_field()
    kept.fields.add(first)
    gone.fields.add(first, second)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert merging.differing_fields(kept, gone) == ["name", "description", "city"]
    merged = merge(kept, gone, description="both", city="duplicate")
    assert (merged.description, merged.city, merged.email) == ("Berät.\n\nHilft.", "Neustadt", "post@example.org")
    assert set(merged.fields.all()) == {first, second}


def test_the_name_that_goes_stays_a_spelling_and_the_old_address_leads_on(pair, client):
    kept, gone = pair
    old = gone.pk
    ActorAlias.objects.create(actor=gone, name="DW Beispiel")
    merge(kept, gone)
    assert sorted(alias.name for alias in kept.aliases.all()) == ["DW Beispiel", "Diakonie Beispiel e. V."]
    redirect = ActorRedirect.objects.get()
    assert (redirect.old_id, redirect.actor) == (old, kept)
    client.force_login(make_user("reader"))
    response = client.get(reverse("actors:office_detail", args=[old]))
    assert (response.status_code, response.url) == (301, kept.get_absolute_url())


def test_redirects_lead_on_over_two_merges(pair):
    kept, gone = pair
    third = make_actor("Dritte")
    merge(kept, gone)
    kept.refresh_from_db()
    merge(third, kept)
    assert {redirect.actor for redirect in ActorRedirect.objects.all()} == {third}


def test_the_other_name_can_be_chosen(pair):
    kept, gone = pair
    merged = merge(kept, gone, name="duplicate")
    assert (merged.name, [alias.name for alias in merged.aliases.all()]) == (
        "Diakonie Beispiel e. V.", ["Diakonie Beispiel"],
    )  # fmt: skip


def test_a_tie_between_the_two_goes_and_doubled_ties_become_one(pair):
    kept, gone = pair
    other = make_actor("Andere")
    ActorRelation.objects.create(actor=kept, kind="cooperates", other=gone)
    ActorRelation.objects.create(actor=kept, kind="funds", other=other, since=MAY, note="Miete")
    ActorRelation.objects.create(actor=gone, kind="funds", other=other, note="Personal")
    ActorRelation.objects.create(actor=gone, kind="cooperates", other=other)
    merge(kept, gone)
    assert [
        (row.kind, row.actor, row.other, row.since, row.note) for row in ActorRelation.objects.order_by("kind")
    ] == [
        ("cooperates", kept, other, None, ""),
        ("funds", kept, other, None, "Miete; Personal"),
    ]


def test_cooperation_keeps_its_one_direction_when_the_kept_entry_is_the_younger_one(pair):
    older, younger = pair
    third = make_actor("Dazwischen")
    newest = make_actor("Neueste")
    ActorRelation.objects.create(actor=older, kind="cooperates", other=third)
    merge(newest, older)
    row = ActorRelation.objects.get()
    assert (row.actor, row.other) == (third, newest)
    assert younger.pk < newest.pk


@pytest.mark.parametrize("levels", [1, 2])
def test_merging_into_a_branch_makes_no_circle(levels):
    carrier, top = make_actor("Träger"), make_actor("Dach")
    carrier.carrier = top
    carrier.save()
    branch = carrier
    for level in range(levels):
        branch = make_actor(f"Stelle {level}", carrier=branch)
    sister = make_actor("Schwester", carrier=carrier)
    merge(branch, Actor.objects.get(pk=carrier.pk))
    for actor in Actor.objects.all():
        seen = set()
        while actor is not None:
            assert actor.pk not in seen
            seen.add(actor.pk)
            actor = actor.carrier
    sister.refresh_from_db()
    assert sister.carrier == branch


def test_an_address_with_the_same_label_is_one_and_offers_stay_there(pair):
    kept, gone = pair
    here = ActorAddress.objects.create(actor=kept, label="Beratung", street="Weg 1")
    there = ActorAddress.objects.create(actor=gone, label="Beratung", street="Gasse 2", city="Altstadt")
    offer = Offer.objects.create(actor=gone, title="Sprechstunde", address=there)
    merge(kept, gone)
    here.refresh_from_db()
    offer.refresh_from_db()
    assert (here.street, here.city, offer.actor, offer.address) == ("Weg 1; Gasse 2", "Altstadt", kept, here)


def test_who_is_kept_off_a_mailing_list_stays_off_it(pair):
    kept, gone = pair
    rows = MailingList.objects.create(name="Alle")
    MailingListMember.objects.create(list=rows, actor=kept)
    MailingListMember.objects.create(list=rows, actor=gone, is_excluded=True)
    merge(kept, gone)
    assert [(row.actor, row.is_excluded) for row in rows.members.all()] == [(kept, True)]


def test_accounts_attachments_drafts_and_saved_filters_follow(pair):
    kept, gone = pair
    account = make_user("contributor", acts_for=[kept, gone])
    make_attachment(gone)
    FormDraft.objects.create(user=account, key=f"actors.actor:{gone.pk}")
    view = SavedView.objects.create(
        user=account, list_key="measures", name="Meine", query=f"traeger={gone.slug}&traeger={kept.slug}&sort=name"
    )
    merge(kept, gone)
    assert [link.actor for link in account.represents.all()] == [kept]
    assert Attachment.objects.get().owner == kept
    assert not FormDraft.objects.exists()
    view.refresh_from_db()
    assert view.query == f"traeger={kept.slug}&sort=name"


def test_every_change_is_in_the_audit_trail(pair):
    kept, gone = pair
    measure = make_measure(lead=gone)
    gone.fields.add(make_field())
    office = make_user("office")
    with every_row_change_is_audited():
        merge(kept, gone, by=office)
    measure.refresh_from_db()
    assert measure.lead == kept


def test_an_entry_is_not_merged_with_itself(pair):
    with pytest.raises(ValidationError) as caught:
        merge(pair[0], pair[0])
    assert caught.value.code == "same"


def test_an_archived_entry_is_not_kept(pair):
    kept, gone = pair
    Actor.objects.filter(pk=kept.pk).update(archived_at="2026-01-01T00:00Z")
    kept.refresh_from_db()
    with pytest.raises(ValidationError) as caught:
        merge(kept, gone)
    assert caught.value.code == "archived"
    assert Actor.objects.filter(pk=gone.pk).exists()


def test_nothing_is_merged_that_somebody_changed_since(pair):
    kept, gone = pair
    Actor.objects.get(pk=gone.pk).save()
    with pytest.raises(StaleObject):
        merge(kept, gone)


def test_merging_twice_says_that_the_entry_is_gone(pair):
    kept, gone = pair
    stale = Actor.objects.get(pk=gone.pk)
    merge(kept, gone)
    kept.refresh_from_db()
    with pytest.raises(ValidationError) as caught:
        merge(kept, stale)
    assert caught.value.code == "gone"


def test_confidential_notes_move_and_nobody_else_learns_of_them(pair):
    kept, gone = pair
    author, other = make_user("office"), make_user("office")
    for is_confidential in (True, False):
        note = AdvisoryEntry.objects.create(
            happened_on=MAY, subject="Gespräch", author=author, is_confidential=is_confidential
        )
        note.actors.add(gone)
    assert core_merging.references(gone, user=author) == {"Kontaktnotizen": 2}
    assert core_merging.references(gone, user=other) == {"Kontaktnotizen": 1}
    merge(kept, gone, by=other)
    assert kept.advisory_entries.count() == 2
    assert ActorRedirect.objects.get().moved == {}


class TestPages:
    @pytest.fixture
    def office(self, client):
        client.force_login(make_user("office"))
        return client

    def test_similar_names_and_contact_ways_are_proposed_with_the_reason(self, office, pair):
        kept, gone = pair
        make_actor("Sportbund Muster", email="eins@example.org")
        make_actor("Ganz anderer Name", email="EINS@example.org")
        page = office.get(reverse("actors:duplicates")).context["page_obj"]
        assert [({row.first.name, row.second.name}, row.reason) for row in page] == [
            ({"Diakonie Beispiel", "Diakonie Beispiel e. V."}, "ähnlicher Name"),
            ({"Sportbund Muster", "Ganz anderer Name"}, "gleiche E-Mail-Adresse"),
        ]

    def test_accents_alone_make_a_duplicate(self, office):
        make_actor("Café Société")
        make_actor("Cafe Societe")
        assert len(office.get(reverse("actors:duplicates")).context["page_obj"]) == 1

    def test_right_to_left_names_are_compared_too(self, office):
        make_actor("جمعية الصداقة")
        make_actor("جمعية الصداقه")
        assert len(office.get(reverse("actors:duplicates")).context["page_obj"]) == 1

    def test_who_is_not_the_same_is_not_proposed_again(self, office, pair):
        data = {"akteur": pair[1].pk, "anderer": pair[0].pk}
        for _time in range(2):
            assert office.post(reverse("actors:duplicates_different"), data).status_code == 302
        assert DistinctActors.objects.count() == 1
        assert len(office.get(reverse("actors:duplicates")).context["page_obj"]) == 0

    def test_preview_shows_what_moves_and_the_post_merges(self, office, pair):
        kept, gone = pair
        make_measure(lead=gone)
        url = reverse("actors:merge", args=[kept.pk, gone.pk])
        page = office.get(url)
        assert page.context["references"] == {"Maßnahmen": 1}
        versions = page.context["form"]["versions"].value()
        without_yes = office.post(url, {"versions": versions, "take_name": "target"})
        assert (without_yes.status_code, Actor.objects.count()) == (422, 2)
        done = office.post(url, {"versions": versions, "take_name": "duplicate", "sure": "on"})
        assert (done.status_code, done.url) == (302, kept.get_absolute_url())
        kept.refresh_from_db()
        assert kept.name == "Diakonie Beispiel e. V."
        gone_page = office.get(reverse("actors:merged", args=[ActorRedirect.objects.get().pk]))
        assert gone_page.context["gone"].moved == {"Maßnahmen": 1}

    def test_a_change_meanwhile_is_shown_and_nothing_merged(self, office, pair):
        kept, gone = pair
        url = reverse("actors:merge", args=[kept.pk, gone.pk])
        versions = office.get(url).context["form"]["versions"].value()
        Actor.objects.get(pk=gone.pk).save()
        response = office.post(url, {"versions": versions, "take_name": "target", "sure": "on"})
        assert (response.status_code, Actor.objects.count()) == (409, 2)
        assert response.context["form"]["versions"].value() != versions

    def test_with_itself_there_is_no_page(self, office, pair):
        assert office.get(reverse("actors:merge", args=[pair[0].pk, pair[0].pk])).status_code == 404

    @pytest.mark.parametrize("versions", ["", "1", "a-b", "1-2-3", "9999999999-1", "\x00"])
    def test_nonsense_versions_are_refused(self, office, pair, versions):
        url = reverse("actors:merge", args=[pair[0].pk, pair[1].pk])
        assert office.post(url, {"versions": versions, "take_name": "target", "sure": "on"}).status_code in (409, 422)
        assert Actor.objects.count() == 2

    def test_the_list_takes_the_same_queries_however_long_it_is(self, office):
        counts = []
        office.get(reverse("actors:duplicates"))
        for number in (3, 30):
            for index in range(number):
                make_actor(f"Verein Zeichen {index} Beispiel")
            with CaptureQueriesContext(connection) as queries:
                office.get(reverse("actors:duplicates"))
            counts.append(len(queries))
        assert counts[0] == counts[1]
