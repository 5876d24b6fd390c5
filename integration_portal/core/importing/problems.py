"""What can be said about a cell: a notice of how it was read, or a question that a person must settle.

A problem is stored as its code and parameters and put into words in the language of whoever reads it.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

NOTICE = "notice"  # read, but say how
CLARIFY = "clarify"  # a person must settle it

#: code: (level, what is wrong and why, what to do)
CATALOGUE = {
    # periods
    "impossible_date": (CLARIFY, _("The date “%(date)s” does not exist."), _("Find out the right day and enter it.")),
    "end_before_start": (
        CLARIFY,
        _("The end lies before the start."),
        _("Check both dates and enter them in order."),
    ),
    "year_implausible": (CLARIFY, _("The year %(year)s is hardly meant."), _("Check the year.")),
    "period_not_understood": (
        NOTICE,
        _("No date was recognised in this text."),
        _("The words are kept as a remark; enter dates if there are any."),
    ),
    "several_dates": (NOTICE, _("Several dates: the first and the last were taken."), _("Check the period.")),
    "serial_number": (NOTICE, _("A bare number was read as the date %(date)s."), _("Check the date.")),
    "period_unknown": (NOTICE, _("The period is open in the list."), ""),
    # amounts
    "negative_amount": (CLARIFY, _("The amount is negative."), _("Enter the cost as a positive amount.")),
    "amount_not_understood": (
        NOTICE,
        _("No amount was recognised in this text."),
        _("The words are kept as a remark; enter the amount if there is one."),
    ),
    "amount_range": (
        NOTICE,
        _("Several amounts stand in this cell; none was taken."),
        _("The words are kept as a remark; enter the amount that applies."),
    ),
    "amount_too_large": (CLARIFY, _("The amount is too large to be true."), _("Check the amount.")),
    "amount_unknown": (NOTICE, _("The cost is open in the list."), ""),
    # numbers
    "number_from_date": (
        NOTICE,
        _("The spreadsheet had turned the number into a date; it was read as %(number)s."),
        _("Check the number."),
    ),
    "number_lost_zero": (
        NOTICE,
        _("After %(before)s comes %(number)s: the spreadsheet had dropped the zero at the end."),
        _("Check the number."),
    ),
    "number_not_understood": (NOTICE, _("This is not a number like 2.3."), _("The text is kept in the note.")),
    "number_twice": (
        CLARIFY,
        _("The number %(number)s stands in the list twice (first in row %(row)s)."),
        _("Is it the same measure? Then archive one of them. If not, give this one a number of its own."),
    ),
    "number_taken": (
        CLARIFY,
        _("The number %(number)s belongs to another measure in the portal."),
        _("Give one of them another number."),
    ),
    # words
    "status_guessed": (NOTICE, _("“%(text)s” was read as “%(status)s”."), _("Check the status.")),
    "status_not_understood": (
        CLARIFY,
        _("The status “%(text)s” is not known."),
        _("Choose the status; until then the measure counts as an idea."),
    ),
    "choice_not_understood": (
        NOTICE,
        _("“%(text)s” is not one of the possible values."),
        _("The text is kept in the note."),
    ),
    "field_guessed": (NOTICE, _("“%(text)s” was read as “%(field)s”."), _("Check the field of action.")),
    "field_unknown": (
        CLARIFY,
        _("There is no field of action “%(text)s”."),
        _("Choose the field of action the measure belongs to."),
    ),
    "field_missing": (
        CLARIFY,
        _("No field of action is given."),
        _("Choose the field of action the measure belongs to."),
    ),
    "field_from_heading": (NOTICE, _("The field of action was taken from the heading above the row."), ""),
    "field_part_unknown": (NOTICE, _("“%(text)s” is not a field of action."), _("The text is kept in the note.")),
    "place_unknown": (
        NOTICE,
        _("“%(text)s” is not a municipality of the district."),
        _("The text is kept in the note."),
    ),
    "term_unknown": (NOTICE, _("“%(text)s” is not in the portal's list."), _("The text is kept in the note.")),
    # names
    "lead_open": (
        CLARIFY,
        _("Nobody is named as lead."),
        _("Agree who leads the measure and choose the organisation."),
    ),
    "several_leads": (
        NOTICE,
        _("Several names as lead: the first leads, the others take part."),
        _("Check who leads."),
    ),
    "name_matched": (NOTICE, _("“%(text)s” was taken to be “%(name)s”."), _("Check the organisation.")),
    "name_in_note": (NOTICE, _("“%(text)s” names no single organisation."), _("The words are kept in the note.")),
    "title_missing": (CLARIFY, _("The row has no title."), _("Give the measure a title.")),
    "name_missing": (CLARIFY, _("The row has no name."), _("Give the organisation a name.")),
    "name_twice": (
        CLARIFY,
        _("This name stands in the list twice (first in row %(row)s); the row was left out."),
        _("Put both rows together in the list, or give one another name."),
    ),
    "text_too_long": (
        NOTICE,
        _("The text is too long for the field; the whole of it is kept in the note."),
        _("Shorten it."),
    ),
    # contacts
    "email_invalid": (CLARIFY, _("This is not an e-mail address."), _("Correct the address.")),
    "email_proposal": (CLARIFY, _("This is not an e-mail address."), _("Perhaps %(proposal)s is meant.")),
    "postal_code_padded": (NOTICE, _("The spreadsheet had dropped the zero in front; it was read as %(code)s."), ""),
    "postal_code_invalid": (CLARIFY, _("A postal code has five digits."), _("Correct the postal code.")),
    "phone_not_understood": (NOTICE, _("No telephone number was recognised."), _("The text is kept in the note.")),
    "kind_unknown": (
        NOTICE,
        _("The kind “%(text)s” is not in the portal's list."),
        _("The text is kept in the note."),
    ),
    # persons and cards
    "organisation_missing": (
        CLARIFY,
        _("No organisation is given for this person; the row is left out."),
        _("Choose the organisation above the list of rows, or enter it in the file."),
    ),
    "card_unreadable": (
        CLARIFY,
        _("Lines of this card cannot be read."),
        _("The words are kept in the note; compare them with the card."),
    ),
    "email_of_other": (
        NOTICE,
        _("%(name)s has the same e-mail address but another name and stays a person of its own."),
        _("Check whether both are the same person."),
    ),
    "function_differs": (
        NOTICE,
        _("In the portal the function is “%(text)s”; it stays."),
        _("Correct it with the person if it has changed."),
    ),
    # cells
    "formula": (NOTICE, _("A formula stands here; its last result was taken."), _("Check the value.")),
    "formula_empty": (
        CLARIFY,
        _("A formula stands here instead of a value, and its result is not in the file."),
        _("Enter the value."),
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
