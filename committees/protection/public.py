"""What OParl serves of a person: kept in step with the public pages, and withdrawn with the person."""

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.protection.subjects import person_of
from integration_portal.core.personal import Fate, PersonalSource, Piece

from ..models import PublicObject
from ..oparl import sync, touch
from .common import TASK, some

PERSON = "Person"


def find(subject, user):
    person = person_of(subject)
    rows = PublicObject.objects.filter(kind=PERSON, key=person.uuid, is_deleted=False) if person else ()
    return [
        Piece(
            _("Open data (OParl)"),
            tuple((name, value) for name, value in row.data.items() if isinstance(value, str)),
            f"{PublicObject._meta.label_lower}:{row.pk}",
        )
        for row in rows
    ]


def erase(subject, erasing):
    """Bring what the other sources have changed up to date at once, rather than after the commit, so that nothing stays listed.

    That objects are told as deleted is what importers need in order to forget them too.
    """
    shown = set(PublicObject.objects.filter(is_deleted=False).values_list("pk", flat=True))
    for kind, key in sorted(touch.expand(getattr(connection, "oparl_touched", None) or ()), key=str):
        sync.sync(kind, key)
    gone = shown & set(PublicObject.objects.filter(is_deleted=True).values_list("pk", flat=True))
    return some(Fate.ERASED, _("Open data (OParl): told as deleted, without contents"), len(gone))


SOURCE = PersonalSource(
    "committees.oparl", gettext_lazy("Open data of committees (OParl)"), 85,
    purpose=gettext_lazy("The public part of the committees can be read by programs."),
    people=gettext_lazy("Members whose names may be published."),
    data=gettext_lazy("Name, form of address, seats and functions, as on the public pages."),
    basis=TASK,
    recipients=gettext_lazy("Everyone."),
    kept=gettext_lazy("As long as it is public; then it is told as deleted, without contents."),
    reads=("committees.publicobject",), find=find, erase=erase,
)  # fmt: skip
