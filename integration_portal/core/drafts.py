"""Autosaved input of forms. A draft belongs to one user and one form; nobody else ever sees it."""

from django.http import QueryDict

from .models import FormDraft

MAX_BYTES = 200_000
#: Never kept: the token of the page, the version it started from (kept apart), passwords and files.
LEFT_OUT = ("csrfmiddlewaretoken", "version", "draft_key", "draft_label", "draft_url", "keep_theirs")


class DraftTooLarge(Exception):
    """The input is larger than a draft may be; it stays on the page only."""


def save_draft(*, user, key, data, label="", url="", base_version=None):
    """Keep what the user typed into a form; an earlier draft of the same form is replaced. Raises DraftTooLarge."""
    values = {name: data.getlist(name) for name in data if name not in LEFT_OUT and "password" not in name}
    if sum(len(name) + sum(map(len, texts)) for name, texts in values.items()) > MAX_BYTES:
        raise DraftTooLarge
    draft, _created = FormDraft.objects.update_or_create(
        user=user,
        key=key[:120],
        defaults={"data": values, "label": label[:200], "url": url[:300], "base_version": base_version},
    )
    return draft


def draft_of(user, key):
    """The user's draft of a form, or None."""
    return FormDraft.objects.filter(user=user, key=key).first()


def as_form_data(draft):
    """The draft as POST data for a bound form."""
    data = QueryDict(mutable=True)
    for name, values in draft.data.items():
        data.setlist(name, values)
    if draft.base_version is not None:
        data["version"] = str(draft.base_version)
    return data


def discard_draft(*, user, key):
    """Forget the user's draft of a form, after saving it or on request; returns whether there was one."""
    return bool(FormDraft.objects.filter(user=user, key=key).delete()[0])
