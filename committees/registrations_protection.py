"""What committees bring to the registry of personal data: members, meetings, papers, surveys, minutes; and what is kept by law."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import personal

from .models import AgendaItem, Invitation, Minutes, Motion, PaperVersion, PublicObject, Resolution
from .protection import invitations, meetings, members, minutes, papers, public, surveys

for _source in (members, invitations, meetings, papers, surveys, minutes, public):
    personal.register(_source.SOURCE)

_BY_LAW = _(
    "Minutes have to be kept with attendance, motions, resolutions and votes (GDPR Art. 17(3)(b), ThürKO § 42)."
)
for _model in (Minutes, Motion, Resolution):
    personal.keep(_model, _BY_LAW)
personal.keep(
    Invitation, _("An invitation is kept as it was sent: it proves that the notice was given in time (ThürKO § 35).")
)
personal.keep(
    PaperVersion,
    _("Versions of a paper are kept as the committee read them: the minutes refer to them (ThürKO § 42)."),
)
personal.keep(
    AgendaItem,
    _(
        "The agenda is kept as it was sent and is a part of the minutes (ThürKO §§ 35, 42). Before the meeting please take the "
        "name out by hand."
    ),
)
personal.keep(
    PublicObject,
    _("It shows what the public pages show. If the name is taken out there, it goes from the open data too."),
)
