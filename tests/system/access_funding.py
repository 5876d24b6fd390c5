"""The part of the role × URL table that belongs to funding. Columns as in test_access."""

from tests import builders_funding as make
from tests.builders import make_attachment

from .access import OFFICE, READ_ALL

_READ = (
    "funding", "funding_vouchers", "programmes", "programme", "funding_calls", "funding_call", "funding_applications",
    "funding_application", "grants", "grants_export", "grant", "grant_vouchers", "passed_on", "passed_on_call",
    "passed_on_application",
)  # fmt: skip
_WRITE = (
    "funder_create", "funder_edit", "funder_delete", "programme_create", "programme_edit", "programme_delete",
    "funding_call_create", "funding_call_edit", "funding_call_delete", "funding_application_create",
    "funding_application_edit", "funding_application_move", "funding_application_delete", "grant_create", "grant_edit",
    "grant_report", "grant_delete", "grant_file_remove", "budget_line_create", "budget_line_edit", "budget_line_delete", "payment_edit",
    "payment_delete", "passed_on_call_create", "passed_on_call_edit", "passed_on_call_delete",
    "passed_on_application_create", "passed_on_application_edit", "passed_on_application_delete", "passed_on_step",
)  # fmt: skip
GET: dict = {f"measures:{name}": READ_ALL for name in _READ} | {f"measures:{name}": OFFICE for name in _WRITE}
# Without `?nach=`, and for an application that is not decided, there is nothing to ask: the office is sent back.
GET |= dict.fromkeys(("measures:funding_application_move", "measures:passed_on_back"), (302, 403, 403, 403, 403, 302))
POST_ONLY: dict = {"measures:payment_add": "office"}


def build(world):
    """Add to the world what the routes of this part need."""
    world.programme = make.make_programme("Landesprogramm")
    world.call = make.make_call(programme=world.programme)
    world.application = make.make_application(programme=world.programme)
    world.grant = make.make_grant(programme=world.programme)
    world.grant_file = make_attachment(world.grant)
    world.line = make.make_line(world.grant)
    world.payment = make.make_payment(world.line)
    world.passed_on_call = make.make_passed_on_call()
    world.passed_on_application = make.make_passed_on_application(world.passed_on_call, actor=world.lead)


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if not parameters or (name not in GET and name not in POST_ONLY):
        return None
    short = name.partition(":")[2]
    if short == "passed_on_application_create":
        return {"pk": world.passed_on_call.pk}
    rows = {
        "passed_on_call": world.passed_on_call, "passed_on": world.passed_on_application,
        "funding_call": world.call, "funding_application": world.application, "funder": world.programme.funder,
        "programme": world.programme, "budget_line_create": world.grant, "budget_line": world.line,
        "payment_add": world.grant, "payment": world.payment, "grant": world.grant,
    }  # fmt: skip
    row = next(row for start, row in rows.items() if short.startswith(start))
    more = {"step": "bewilligen", "file": world.grant_file.pk}
    return {"pk": row.pk, **{key: value for key, value in more.items() if key in parameters}}
