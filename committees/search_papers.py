"""Papers and resolutions in the search: inside what the account may see, and what is public for everyone."""

from django.db.models import Exists, OuterRef, Q

from integration_portal.core import roles

from .addresses import public_address
from .models import Paper, Resolution


def _found(model, user):
    if roles.reads_all(user):
        return model.objects.all()
    public = model.objects.public().filter(pk=OuterRef("pk"))
    if not user.is_authenticated:
        return model.objects.filter(Exists(public))
    inside = Exists(model.objects.visible_inside(user).filter(pk=OuterRef("pk")))
    return model.objects.annotate(is_inside=inside).filter(Q(is_inside=True) | Exists(public))


def _address(row, user):
    inside = roles.reads_all(user) or getattr(row, "is_inside", False)
    return row.get_absolute_url() if inside else public_address(row)


def found_papers(user):
    """The papers that a search may find for the account."""
    return _found(Paper, user)


def paper_address(paper, user):
    """The page of a paper for those who may see it inside, else its public one."""
    return _address(paper, user)


def found_resolutions(user):
    """The resolutions that a search may find for the account."""
    return _found(Resolution, user)


def resolution_address(resolution, user):
    """The page of a resolution for those who may see it inside, else its public one."""
    return _address(resolution, user)
