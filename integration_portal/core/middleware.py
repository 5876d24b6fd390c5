"""Requests that no page could answer sensibly are answered here, before anything asks the database."""

from django.core.exceptions import BadRequest

MAX_PATH = 2000
MAX_QUERY = 8000


class CleanRequestMiddleware:
    """Refuses NUL characters, undecodable paths and overlong addresses with a 400 page; never a 500.

    A NUL or broken byte in the query is no reason to refuse: it is taken out, and the filter says what it ignored.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if len(request.path) > MAX_PATH or len(request.META.get("QUERY_STRING", "")) > MAX_QUERY:
            raise BadRequest("The address is too long.")
        if "\x00" in request.path or "\ufffd" in request.path:
            raise BadRequest("The address holds characters that no page has.")
        for data in (request.GET,):
            if any("\x00" in part for key, values in data.lists() for part in (key, *values)):
                request.GET = _without_nul(data)


def _without_nul(data):
    clean = data.copy()
    clean.clear()
    for key, values in data.lists():
        clean.setlist(key.replace("\x00", ""), [value.replace("\x00", "") for value in values])
    clean._mutable = False
    return clean
