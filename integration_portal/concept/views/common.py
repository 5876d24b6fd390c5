"""What the office views of the concept share."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import ConceptRevision, ConceptSection


def crumbs(*rest):
    """The way to a page of the concept."""
    return [(_("Concept"), reverse("concept:office_list")), *rest]


def revision_crumbs(revision, *rest):
    """The way to a page below a revision."""
    return crumbs((str(revision), revision.get_absolute_url()), *rest)


def section_crumbs(section, *rest):
    """The way to a page below a section."""
    return revision_crumbs(section.revision, (section.title, section.get_absolute_url()), *rest)


def revision_of(rows, pk):
    """A revision with its concept among those an account sees, else 404."""
    return get_object_or_404(rows.select_related("concept__framework"), pk=pk)


def readable(request, pk):
    """A revision that the account sees inside."""
    return revision_of(ConceptRevision.objects.visible_inside(request.user), pk)


def editable(request, pk):
    """A revision that the account works on; final ones are not among them."""
    return revision_of(ConceptRevision.objects.editable_by(request.user), pk)


def readable_section(request, pk, key):
    """A section that the account sees inside."""
    rows = ConceptSection.objects.visible_inside(request.user).select_related(
        "revision__concept__framework", "field", "parent"
    )
    return get_object_or_404(rows, revision=pk, key=key)


def editable_section(request, pk, key):
    """A section of a revision that the account works on."""
    rows = ConceptSection.objects.editable_by(request.user).select_related(
        "revision__concept__framework", "field", "parent"
    )
    return get_object_or_404(rows, revision=pk, key=key)


def act(request, call, message, *, to):
    """Do something by a button: say that it is done, or why not, and go to `to`."""
    try:
        call()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, message)
    return redirect(to)
