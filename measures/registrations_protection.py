"""What measures bring to the registry of personal data: who is asked, registered, proposing; and what is kept by law."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import personal

from .models import Payment
from .protection import SOURCES

for _source in SOURCES:
    personal.register(_source)
personal.keep(
    Payment, _("Vouchers and proofs of the use of funds have to be kept (GDPR Art. 17(3)(b), rules of the funder).")
)
