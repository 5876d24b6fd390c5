"""Two entries of one organisation become one: what committees say of either belongs to the kept one."""

import pytest

from actors.services.merging import merge_actors
from committees.models import Committee, Paper, Seat
from integration_portal.core import merging
from tests.builders import make_actor, make_user
from tests.builders_committees import make_committee, make_paper, make_seat

pytestmark = pytest.mark.django_db


def test_committees_seats_and_papers_of_a_duplicate_belong_to_the_kept_organisation():
    kept, duplicate = make_actor("Verein Muster"), make_actor("Verein Muster e. V.")
    committee = make_committee(organisation=duplicate)
    for actor in (kept, duplicate):
        make_seat(committee, organisation=actor)
        make_paper(originator=actor, lead=actor)
    merge_actors(
        target=kept, duplicate=duplicate, versions=(kept.version, duplicate.version), choices={}, by=make_user("office")
    )
    assert Committee.objects.get().organisation == kept
    assert set(Seat.objects.values_list("organisation", flat=True)) == {kept.pk}
    assert set(Paper.objects.values_list("originator", "lead")) == {(kept.pk, kept.pk)}


def test_what_committees_say_of_an_organisation_is_counted_before_the_merge():
    actor = make_actor("Verein Muster")
    make_seat(organisation=actor)
    make_paper(originator=actor)
    counted = merging.references(actor, user=make_user("office"))
    assert {
        str(model._meta.verbose_name_plural): counted[str(model._meta.verbose_name_plural)] for model in (Seat, Paper)
    } == {
        str(Seat._meta.verbose_name_plural): 1,
        str(Paper._meta.verbose_name_plural): 1,
    }
