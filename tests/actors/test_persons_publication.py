"""Contact ways of persons: each public by itself, and none without the name."""

import pytest
from django.core.exceptions import ValidationError

from actors import services
from actors.detail import PublicActor
from tests import builders

pytestmark = pytest.mark.django_db


def test_of_two_contact_ways_only_the_released_one_is_public():
    person, actor = builders.make_person(is_published=True), builders.make_actor(is_published=True)
    ways = [{"kind": "other", "value": name, "is_published": name == "Signal"} for name in ("Signal", "Geheim")]
    services.update_person(
        person=person, data={}, version=person.version, ways=ways, roles=[{"actor": actor, "function": "Leitung"}]
    )
    (contact,) = PublicActor(actor).contacts
    assert [way.value for way in contact.ways] == ["Signal"]


def test_a_public_way_without_the_name_is_refused_and_nothing_of_it_is_kept():
    person = builders.make_person("Muster")
    way = {"kind": "other", "value": "Signal", "is_published": True}
    with pytest.raises(ValidationError):
        services.update_person(person=person, data={"title": "Dr."}, version=person.version, ways=[way])
    person.refresh_from_db()
    assert (person.title, person.contact_ways.count()) == ("", 0)


def test_a_name_is_not_withdrawn_while_a_way_stays_public():
    person = builders.make_person(is_published=True)
    person.contact_ways.create(kind="other", value="Signal", is_published=True)
    data = {"is_published": False, "permission_on": None}
    with pytest.raises(ValidationError):
        services.update_person(person=person, data=data, version=person.version)
