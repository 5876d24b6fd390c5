"""Decorators for views: who is let in. Which rows they then see is a matter of the querysets."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied

from . import roles

__all__ = ["insider_required", "login_required", "office_required", "reader_required"]


def _requires(test):
    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not test(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return decorate


#: The office, which may write. Visitors are sent to the login, others get 403.
office_required = _requires(roles.is_office)
#: Those who read everything: the office, and readers.
reader_required = _requires(roles.reads_all)
#: Everyone the office views are for: office, readers, contributors.
insider_required = _requires(roles.is_insider)
