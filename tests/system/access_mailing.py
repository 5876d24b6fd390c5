"""The part of the role × URL table that belongs to mailing lists. Columns as in test_access."""

from actors.models import MailingOptOut
from tests.actors.mailing import make_list, make_mailing, put
from tests.builders import make_actor

from .access import OFFICE, READ_ALL

GET: dict = {
    "actors:mailing_lists": READ_ALL,
    "actors:mailing_list": READ_ALL,
    "actors:mailing": READ_ALL,
    "actors:mailing_opt_outs": READ_ALL,
    "actors:mailing_list_create": OFFICE,
    "actors:mailing_list_edit": OFFICE,
    "actors:mailing_entries": OFFICE,
    "actors:mailing_copy": OFFICE,
    "actors:mailing_export": OFFICE,
    "actors:mailing_labels": OFFICE,
    "actors:mailing_letter": OFFICE,
    "actors:mailing_create": OFFICE,
    "actors:mailing_edit": OFFICE,
    "actors:mailing_delete": OFFICE,
    "actors:mailing_send": OFFICE,
}
POST_ONLY: dict = {
    "actors:mailing_entry": "office",
    "actors:mailing_list_archive": "office",
    "actors:mailing_list_restore": "office",
    "actors:mailing_opt_out_undo": "office",
    "actors:mailing_resume": "office",
}


def build(world):
    """Add to the world what the routes of this part need."""
    world.mailing_list = make_list("Verteiler der Tabelle")
    put(world.mailing_list, actor=make_actor("Erreichbar", email="erreichbar@example.org"))
    world.mailing = make_mailing(world.mailing_list)
    world.mailing_opt_out = MailingOptOut.objects.create(email="weg@example.org")


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name not in GET and name not in POST_ONLY:
        return None
    if "pk" not in parameters:
        return {}
    short = name.partition(":")[2]
    if short == "mailing_opt_out_undo":
        return {"pk": world.mailing_opt_out.pk}
    if short == "mailing_export":
        return {"pk": world.mailing_list.pk, "fmt": "csv"}
    of_mail = ("mailing", "mailing_edit", "mailing_delete", "mailing_send", "mailing_resume")
    return {"pk": world.mailing.pk if short in of_mail else world.mailing_list.pk}
