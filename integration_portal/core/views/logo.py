"""The office's mark and the funders' emblems, for everyone."""

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from ..files import image_type
from ..models import SiteSettings

NAMES = ("logo", "funding_logo", "ministry_logo")
ONE_YEAR = 365 * 24 * 3600
FIVE_MINUTES = 300


@require_safe
def show(request, name):
    """Send an uploaded image with the type its content has. An address with `?v=` may be kept for a year."""
    if name not in NAMES:
        raise Http404
    stored = getattr(SiteSettings.load(), name)
    if not stored:
        raise Http404
    return image_response(request, stored)


def image_response(request, stored):
    """Send a stored image to show in a page, to everyone; 404 if it is gone or no image by its content."""
    try:
        file = stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    media_type = image_type(file.read(12))
    file.seek(0)
    if not media_type:
        file.close()
        raise Http404
    response = FileResponse(file, content_type=media_type)
    age = ONE_YEAR if request.GET.get("v") else FIVE_MINUTES
    response["Cache-Control"] = f"public, max-age={age}" + (", immutable" if age == ONE_YEAR else "")
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response
