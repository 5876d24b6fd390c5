"""What a search may find of committees, meetings, papers and resolutions: inside what the account may see, and what is public."""

from django.db.models import Exists, OuterRef, Q

from integration_portal.core import roles


def found(model, *related):
    """A function of the account: the rows of the model that a search may find for it, with their `related` rows."""

    def rows(user):
        if roles.reads_all(user):
            return model.objects.select_related(*related)
        public = Exists(model.objects.public().filter(pk=OuterRef("pk")))
        if not user.is_authenticated:
            return model.objects.filter(public).select_related(*related)
        inside = Exists(model.objects.visible_inside(user).filter(pk=OuterRef("pk")))
        return model.objects.annotate(is_inside=inside).filter(Q(is_inside=True) | public).select_related(*related)

    return rows


def address(row, user):
    """The page of a found row inside for those who may see it there, else its public one."""
    is_inside = roles.reads_all(user) or getattr(row, "is_inside", False)
    return row.get_absolute_url() if is_inside else row.get_public_url()
