"""What can be said about a cell: a notice of how it was read, or a question that a person must settle.

A problem is stored as its code and parameters and put into words in the language of whoever reads it.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

NOTICE = "notice"  # read, but say how
CLARIFY = "clarify"  # a person must settle it

#: code: (level, what is wrong and why, what to do)
CATALOGUE = {
    # periods
    "impossible_date": (CLARIFY, N_("The date “%(date)s” does not exist."), N_("Find out the right day and enter it.")),
    "end_before_start": (
        CLARIFY,
        N_("The end lies before the start."),
        N_("Check both dates and enter them in order."),
    ),
    "year_implausible": (CLARIFY, N_("The year %(year)s is hardly meant."), N_("Check the year.")),
    "period_not_understood": (
        NOTICE,
        N_("No date was recognised in this text."),
        N_("The words are kept as a remark; enter dates if there are any."),
    ),
    "several_dates": (NOTICE, N_("Several dates: the first and the last were taken."), N_("Check the period.")),
    "serial_number": (NOTICE, N_("A bare number was read as the date %(date)s."), N_("Check the date.")),
    "period_unknown": (NOTICE, N_("The period is open in the list."), ""),
    # amounts
    "negative_amount": (CLARIFY, N_("The amount is negative."), N_("Enter the cost as a positive amount.")),
    "amount_not_understood": (
        NOTICE,
        N_("No amount was recognised in this text."),
        N_("The words are kept as a remark; enter the amount if there is one."),
    ),
    "amount_range": (
        NOTICE,
        N_("Several amounts stand in this cell; none was taken."),
        N_("The words are kept as a remark; enter the amount that applies."),
    ),
    "amount_too_large": (CLARIFY, N_("The amount is too large to be true."), N_("Check the amount.")),
    "amount_unknown": (NOTICE, N_("The cost is open in the list."), ""),
    # numbers
    "number_from_date": (
        NOTICE,
        N_("The spreadsheet had turned the number into a date; it was read as %(number)s."),
        N_("Check the number."),
    ),
    "number_lost_zero": (
        NOTICE,
        N_("After %(before)s comes %(number)s: the spreadsheet had dropped the zero at the end."),
        N_("Check the number."),
    ),
    "number_not_understood": (NOTICE, N_("This is not a number like 2.3."), N_("The text is kept in the note.")),
    "number_twice": (
        CLARIFY,
        N_("The number %(number)s stands in the list twice (first in row %(row)s)."),
        N_("Is it the same measure? Then archive one of them. If not, give this one a number of its own."),
    ),
    "number_taken": (
        CLARIFY,
        N_("The number %(number)s belongs to another measure in the portal."),
        N_("Give one of them another number."),
    ),
    # words
    "status_guessed": (NOTICE, N_("“%(text)s” was read as “%(status)s”."), N_("Check the status.")),
    "status_not_understood": (
        CLARIFY,
        N_("The status “%(text)s” is not known."),
        N_("Choose the status; until then the measure counts as an idea."),
    ),
    "choice_not_understood": (
        NOTICE,
        N_("“%(text)s” is not one of the possible values."),
        N_("The text is kept in the note."),
    ),
    "field_guessed": (NOTICE, N_("“%(text)s” was read as “%(field)s”."), N_("Check the field of action.")),
    "field_unknown": (
        CLARIFY,
        N_("There is no field of action “%(text)s”."),
        N_("Choose the field of action the measure belongs to."),
    ),
    "field_missing": (
        CLARIFY,
        N_("No field of action is given."),
        N_("Choose the field of action the measure belongs to."),
    ),
    "field_from_heading": (NOTICE, N_("The field of action was taken from the heading above the row."), ""),
    "field_part_unknown": (NOTICE, N_("“%(text)s” is not a field of action."), N_("The text is kept in the note.")),
    "place_unknown": (
        NOTICE,
        N_("“%(text)s” is not a municipality of the district."),
        N_("The text is kept in the note."),
    ),
    "term_unknown": (NOTICE, N_("“%(text)s” is not in the portal's list."), N_("The text is kept in the note.")),
    # names
    "lead_open": (
        CLARIFY,
        N_("Nobody is named as lead."),
        N_("Agree who leads the measure and choose the organisation."),
    ),
    "several_leads": (
        NOTICE,
        N_("Several names as lead: the first leads, the others take part."),
        N_("Check who leads."),
    ),
    "name_matched": (NOTICE, N_("“%(text)s” was taken to be “%(name)s”."), N_("Check the organisation.")),
    "name_in_note": (NOTICE, N_("“%(text)s” names no single organisation."), N_("The words are kept in the note.")),
    "title_missing": (CLARIFY, N_("The row has no title."), N_("Give the measure a title.")),
    "name_missing": (CLARIFY, N_("The row has no name."), N_("Give the organisation a name.")),
    "name_twice": (
        CLARIFY,
        N_("This name stands in the list twice (first in row %(row)s); the row was left out."),
        N_("Put both rows together in the list, or give one another name."),
    ),
    "text_too_long": (
        NOTICE,
        N_("The text is too long for the field; the whole of it is kept in the note."),
        N_("Shorten it."),
    ),
    # contacts
    "email_invalid": (CLARIFY, N_("This is not an e-mail address."), N_("Correct the address.")),
    "email_proposal": (CLARIFY, N_("This is not an e-mail address."), N_("Perhaps %(proposal)s is meant.")),
    "postal_code_padded": (NOTICE, N_("The spreadsheet had dropped the zero in front; it was read as %(code)s."), ""),
    "postal_code_invalid": (CLARIFY, N_("A postal code has five digits."), N_("Correct the postal code.")),
    "phone_not_understood": (NOTICE, N_("No telephone number was recognised."), N_("The text is kept in the note.")),
    "kind_unknown": (
        NOTICE,
        N_("The kind “%(text)s” is not in the portal's list."),
        N_("The text is kept in the note."),
    ),
    # cells
    "formula": (NOTICE, N_("A formula stands here; its last result was taken."), N_("Check the value.")),
    "formula_empty": (
        CLARIFY,
        N_("A formula stands here instead of a value, and its result is not in the file."),
        N_("Enter the value."),
    ),
    "column_kept": (
        NOTICE,
        N_("The column “%(column)s” has no place in the portal."),
        N_("Its text is kept in the note."),
    ),
}


@dataclass(frozen=True)
class Problem:
    """Something to say about a cell: `code` of the catalogue, the text it stood in, the target field it belongs to."""

    code: str
    original: str = ""
    params: dict = field(default_factory=dict)
    key: str = ""

    @property
    def level(self):
        return CATALOGUE[self.code][0]

    @property
    def message(self):
        """What is wrong and why, in the active language."""
        return gettext(CATALOGUE[self.code][1]) % self.params

    @property
    def hint(self):
        """What to do, in the active language; "" where nothing is to be done."""
        text = CATALOGUE[self.code][2]
        return gettext(text) % self.params if text else ""

    @property
    def is_question(self):
        """Whether a person must settle it."""
        return self.level == CLARIFY

    def under(self, key):
        """The same problem, said of the target field `key`."""
        return Problem(self.code, self.original, self.params, key)

    def as_json(self):
        return {
            "code": self.code,
            "original": self.original[:2000],
            "params": self.params,
            "key": self.key,
            "level": self.level,
        }

    @classmethod
    def from_json(cls, data):
        return cls(data["code"], data.get("original", ""), data.get("params", {}), data.get("key", ""))


@dataclass(frozen=True)
class Parsed:
    """What a cell gave: a value (None where there is none), what to say about it, and the words no field took."""

    value: object = None
    problems: tuple = ()
    rest: str = ""
