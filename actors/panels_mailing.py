"""On which lists a person or an actor stands by hand, on their office page, and a way to put them on another."""

from .models import MailingList, MailingListMember

MOST_LISTS = 200


def _lists(request, **who):
    if not request.user.reads_all:
        return None
    members = MailingListMember.objects.filter(list__archived_at__isnull=True, **who).select_related("list")
    members = sorted(members, key=lambda member: member.list.sort_name)
    may_edit = request.user.is_office
    taken = [member.list_id for member in members]
    others = list(MailingList.objects.current().exclude(pk__in=taken)[:MOST_LISTS]) if may_edit else []
    return {"members": members, "others": others, "may_edit": may_edit, "here": request.path} | who


def lists_of_person(request, person):
    """The lists of a person; for those who read everything."""
    return _lists(request, person=person)


def lists_of_actor(request, actor):
    """The lists of an actor; for those who read everything."""
    return _lists(request, actor=actor)
