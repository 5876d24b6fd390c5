"""What persons under data protection law bring to the registries of `core`."""

from integration_portal.core import panels, personal, roles, today
from integration_portal.core.panels import Panel

from .protection import persons, today_persons, work

for _source in (persons.SOURCE, *work.SOURCES):
    personal.register(_source)
today.register(today_persons.TO_REVIEW)
panels.register(
    Panel(
        "person:office",
        80,
        "actors/protection/panel.html",
        lambda request, person: {"person": person} if roles.is_office(request.user) else None,
    )
)
