"""Names of organisations in lists: who is meant, who is unknown, and creating those that are to be created."""

from django.utils.translation import gettext as _

from integration_portal.core import audit
from integration_portal.core.importing.adapters import BulkSlugs, StaleImport
from integration_portal.core.importing.matching import NameIndex
from integration_portal.core.text import fold, sort_key

from ..models import Actor, ActorAlias

#: A name this similar is taken for the known one unless somebody says otherwise.
SURE = 0.93
CREATE, NOTE = "create", "note"


def actor_index():
    """All names of all actors: current ones first, so that an archived namesake does not win."""
    index = NameIndex()
    actors = list(Actor.objects.order_by("-archived_at", "pk").values_list("pk", "name", "short_name", "archived_at"))
    actors.sort(key=lambda actor: actor[3] is not None)
    for pk, name, _short, _archived in actors:
        index.add(name, pk)
    for name, pk in ActorAlias.objects.values_list("name", "actor_id"):
        index.add(name, pk)
    for pk, _name, short, _archived in actors:
        if short:
            index.add(short, pk)
    return index


def actor_choices():
    """[(pk, name)] of all current actors, sorted the German way."""
    return list(Actor.objects.current().order_by("sort_name", "pk").values_list("pk", "name"))


class ActorNames:
    """The names of one import. `choices` are the batch's `options["names"]`: what somebody decided about unknown ones."""

    def __init__(self, choices):
        self.index = actor_index()
        self.choices = choices
        self.display = dict(Actor.objects.values_list("pk", "name"))
        self.unknown = {}
        self._exact = {}
        self.created = []
        self.aliases = []

    def known(self, name):
        """Whether an actor goes by this name."""
        return name in self.index

    def use(self, name, *, lead):
        """Note that a row uses the name; return the actor's pk, CREATE, or NOTE (the name stays in a note)."""
        if name not in self._exact:
            self._exact[name] = self.index.exact(name)
        if (pk := self._exact[name]) is not None:
            return pk
        key = fold(name)
        entry = self.unknown.get(key)
        if entry is None:
            similar = self.index.similar(name)
            choice = similar[0][0] if similar and similar[0][2] >= SURE else CREATE
            given = self.choices.get(key, {}).get("chosen")
            if given is not None:
                choice = given if given in (CREATE, NOTE) else int(given)
                if choice not in (CREATE, NOTE) and choice not in self.display:
                    choice = CREATE
            entry = self.unknown[key] = {
                "name": name,
                "count": 0,
                "lead": False,
                "similar": [list(hit) for hit in similar],
                "choice": choice,
            }
            if given is not None:
                entry["chosen"] = given
        entry["count"] += 1
        entry["lead"] |= lead
        return entry["choice"]

    def create(self, names):
        """Create the named actors, unpublished, and spellings for those matched by hand; return {folded name: pk}."""
        slugs = BulkSlugs(Actor, fallback="akteur")
        wanted = {}
        for name in names:
            wanted.setdefault(fold(name), name)
        wanted = dict(sorted(wanted.items(), key=lambda item: sort_key(item[1])))
        self.created = audit.audited_bulk_create(
            Actor(name=name[:200], slug=slugs.make(name)) for name in wanted.values()
        )
        for actor in self.created:
            self.display[actor.pk] = actor.name
        matched = [
            ActorAlias(actor_id=entry["choice"], name=entry["name"][:200])
            for entry in self.unknown.values()
            if entry["choice"] not in (CREATE, NOTE) and entry.get("chosen") not in (None, CREATE, NOTE)
        ]
        taken = set(
            ActorAlias.objects.filter(name__in=[alias.name for alias in matched]).values_list("name", flat=True)
        )
        self.aliases = audit.audited_bulk_create([alias for alias in matched if alias.name not in taken])
        return {key: actor.pk for key, actor in zip(wanted, self.created, strict=True)}

    def summary(self):
        """What `commit` keeps of the creations, for the result page and for undoing."""
        return {
            "created_actors": [[actor.pk, actor.version] for actor in self.created],
            "created_aliases": [alias.pk for alias in self.aliases],
        }


def check_created(summary):
    """Raise StaleImport when one of the actors that an import created was edited since."""
    versions = dict(summary.get("created_actors", []))
    for pk, name, version in Actor.objects.filter(pk__in=versions).values_list("pk", "name", "version"):
        if version != versions[pk]:
            raise StaleImport(
                _(
                    "The organisation “%(name)s”, created by this import, has been changed since. Nothing was taken back."
                )
                % {"name": name}
            )


def undo_created(summary):
    """Delete the actors an import created, save those edited since or that something refers to; return how many stay."""
    versions = dict(summary.get("created_actors", []))
    audit.audited_delete(ActorAlias.objects.filter(pk__in=summary.get("created_aliases", [])))
    actors = list(Actor.objects.filter(pk__in=versions))
    used = in_use({actor.pk for actor in actors})
    unused = [actor for actor in actors if actor.pk not in used and actor.version == versions[actor.pk]]
    delete_unused(unused)
    return len(actors) - len(unused)


def delete_unused(rows):
    """Delete rows of one model that nothing refers to, with audit entries, without a query per row."""
    if not rows:
        return
    pks, model = [row.pk for row in rows], type(rows[0])
    for field in model._meta.many_to_many:
        if field.remote_field.through._meta.auto_created:
            queryset = field.remote_field.through._default_manager.filter(**{f"{field.m2m_field_name()}__in": pks})
            queryset._raw_delete(queryset.db)
    audit.log_bulk((row, None) for row in rows)
    queryset = model._default_manager.filter(pk__in=pks)
    queryset._raw_delete(queryset.db)  # nothing refers to them, as was seen; the database would refuse otherwise


def in_use(pks, *, but_for=None, model=Actor):
    """Those of the actors (or rows of another model) that some row of the database refers to; asks every relation, those
    of higher apps too.

    `but_for` names rows that do not count: {model: pks}.
    """
    used = set()
    for relation in model._meta.related_objects:
        if relation.many_to_many and not relation.through._meta.auto_created:
            continue  # the rows between are asked themselves
        name, ignored = relation.field.name, (but_for or {}).get(relation.related_model, ())
        rows = relation.related_model._default_manager.filter(**{f"{name}__in": pks}).exclude(pk__in=ignored)
        used |= set(rows.values_list(name, flat=True))
    return used & set(pks)
