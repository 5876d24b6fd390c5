"""The roster of a committee on a day: every seat with its member, deputies, vacancy and who stays on after the term."""

from dataclasses import dataclass, field

from .members import in_office
from .models import CommitteeFunction, Membership, Seat


@dataclass
class SeatRow:
    """A seat on a day. `member` is None where it is vacant; `carried_over` says that the member's term has ended already."""

    seat: Seat
    member: Membership | None = None
    deputies: list[Membership] = field(default_factory=list)
    functions: list[CommitteeFunction] = field(default_factory=list)
    carried_over: bool = False

    @property
    def is_vacant(self):
        return self.member is None


@dataclass
class Roster:
    """Rows in the order of the seats, and functions whose holder sits on no seat (a recorder of the office)."""

    rows: list[SeatRow]
    others: list[CommitteeFunction]

    @property
    def voting(self):
        """Filled seats with a vote."""
        return sum(row.seat.is_voting and not row.is_vacant for row in self.rows)

    @property
    def vacancies(self):
        return [row for row in self.rows if row.is_vacant]


def roster(committee, day):
    """The roster of a committee on a day, in three queries."""
    rows = {
        seat.pk: SeatRow(seat)
        for seat in Seat.objects.filter(committee=committee)
        .on(day)
        .select_related("organisation")
        .order_by("position", "pk")
    }
    functions: dict = {}
    for function in CommitteeFunction.objects.filter(committee=committee).on(day).select_related("person"):
        functions.setdefault(function.person_id, []).append(function)
    for membership in in_office(committee, day):
        row = rows.get(membership.seat_id)
        if row is None:
            continue
        if membership.kind == Membership.Kind.DEPUTY:
            row.deputies.append(membership)
        else:
            row.member = membership
            row.carried_over = membership.until is not None and membership.until < day
            row.functions = functions.pop(membership.person_id, [])
    return Roster(list(rows.values()), [one for many in functions.values() for one in many])
