"""Error pages in the look of the portal. A 500 page asks nothing of the database that has just failed."""

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


def page_not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    return HttpResponseServerError(render_to_string("500.html"))


def csrf_failure(request, reason=""):
    """Shown when a form was open for too long or cookies are off: says so, and how to go on."""
    return render(request, "403_csrf.html", status=403)
