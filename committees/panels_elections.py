"""The elections of an agenda item, wherever the office looks at the item (slot "item:office")."""

from .election_records import elections_of
from .models.agenda import ItemKind
from .views.elections import home_of


def elections_of_item(request, item):
    """What was elected, and the way to it; nothing for items of another kind and for those who do not read everything."""
    if item.kind != ItemKind.ELECTION or not request.user.reads_all:
        return None
    return {"records": elections_of(item), "elections_url": home_of(item)}
