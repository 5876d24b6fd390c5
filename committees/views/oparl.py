"""The OParl interface: no cookies, no accounts, the same for everyone."""

import functools
import hashlib
import json

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from ..models import Committee, Meeting, PublicObject, Referral
from ..oparl import files, serving, sync
from ..oparl.kinds import BODY, BODY_LISTS, KINDS, SYSTEM, VERSION

MESSAGES = {
    400: "Die Anfrage ist so nicht lesbar.",
    404: "Unter dieser Adresse gibt es kein Objekt.",
    405: "Diese Schnittstelle kann nur gelesen werden.",
}
METHODS = "GET, HEAD, OPTIONS"


def _json(data, status=200):
    body = json.dumps(data, ensure_ascii=False).encode()
    response = HttpResponse(body, status=status, content_type="application/json; charset=utf-8")
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return response


def error(status, debug):
    """The error object of the specification."""
    response = _json({"type": f"{VERSION}Error", "message": MESSAGES[status], "debug": debug}, status)
    del response["ETag"]
    return response


def interface(view):
    """Reads only, with CORS, conditional requests, and errors as the specification has them."""

    @functools.wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = METHODS
            response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since, Accept"
        elif request.method not in ("GET", "HEAD"):
            response = error(405, f"{request.method} {request.path}")
            response["Allow"] = METHODS
        else:
            response = _answer(view, request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Content-Disposition"
        response.headers.setdefault("Cache-Control", "public, no-cache")
        return response

    return wrapped


def _answer(view, request, *args, **kwargs):
    try:
        with translation.override("de"):
            found = view(request, *args, **kwargs)
    except serving.BadParameter as bad:
        return error(400, f"The parameter {bad} cannot be read.")
    except LookupError:
        return error(404, f"Nothing at {request.path}.")
    if isinstance(found, HttpResponseBase):
        return found
    data, changed = found
    response = _json(data)
    seconds = int(changed.timestamp()) if changed else None
    if seconds is not None:
        response["Last-Modified"] = http_date(seconds)
    return get_conditional_response(request, etag=response["ETag"], last_modified=seconds, response=response)


def _ensure():
    """System and body are there from the first request on."""
    for kind, key in (("System", SYSTEM), ("Body", BODY)):
        if not PublicObject.objects.filter(kind=kind, key=key).exists():
            sync.sync(kind, key)


def _list(request, rows):
    return serving.page(rows, request.path, serving.read_parameters(request.GET))


def _single(kind, key, query):
    row = serving.of_kind(kind).filter(key=key).first()
    if row is None:
        raise LookupError(key)
    parameters = serving.read_parameters(query)
    return serving.full([row], omit_internal=parameters["omit_internal"])[0], row.modified


@interface
def system(request):
    """The way in."""
    _ensure()
    return _single("System", SYSTEM, request.GET)


@interface
def bodies(request):
    """The list of bodies: one."""
    _ensure()
    return _list(request, serving.of_kind("Body"))


@interface
def show(request, word, key):
    """An object by its own address; one that was withdrawn is shown as deleted."""
    if word not in KINDS or word == "system":
        raise LookupError(word)
    return _single(KINDS[word], key, request.GET)


@interface
def body_list(request, key, name):
    """A list of the body."""
    if key != BODY or name not in BODY_LISTS:
        raise LookupError(name)
    return _list(request, serving.of_kind(BODY_LISTS[name]))


@interface
def organization_meetings(request, key):
    """The meetings of a committee."""
    return _list(request, _of_committee("Meeting", Meeting, key))


@interface
def organization_consultations(request, key):
    """The stops of papers at a committee."""
    return _list(request, _of_committee("Consultation", Referral, key))


def _of_committee(kind, model, key):
    if not serving.of_kind("Organization").filter(key=key).exists():
        raise LookupError(key)
    own = Committee.objects.filter(uuid=key)
    return serving.of_kind(kind).filter(key__in=model.objects.filter(committee__in=own).values("uuid"))


@interface
def file(request, key, way):
    """A file, to show or to save, while it is public."""
    return files.respond(key, as_attachment=way == "download")


@interface
def nothing(request, rest=""):
    """Any other address below the interface."""
    raise LookupError(rest)
