"""Telephone numbers: understood the way Germans write them, kept in international form (E.164 with spaces)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

REGION = "DE"


def _library():
    import phonenumbers  # noqa: PLC0415 - its tables of all countries are read only where somebody types a number

    return phonenumbers


def _parsed(text):
    """The number, or None. Letters count as none: some habits read them as keys of a telephone and invent digits."""
    library = _library()
    if any(sign.isalpha() for sign in text):
        return None
    try:
        number = library.parse(text.replace("(0)", ""), REGION)
    except library.NumberParseException:
        return None
    whole = library.is_possible_number_with_reason(number) == library.ValidationResult.IS_POSSIBLE
    return number if whole else None


def _formatted(text, form, otherwise):
    number = _parsed(text)
    if number is None:
        return otherwise
    library = _library()
    return library.format_number(number, getattr(library.PhoneNumberFormat, form))


def validate_phone(text):
    """Raise ValidationError unless the text is a telephone number that can exist; "03447 / 586-0" can."""
    if _parsed(text) is None:
        raise ValidationError(
            _("This is not a telephone number. Please write it like 03447 586-0 or +49 3447 5860."), code="phone"
        )


def international(text):
    """Return the number as "+49 3447 5860", or the text as it is when it is no number."""
    return _formatted(text, "INTERNATIONAL", text)


def dial_address(text):
    """Return the number for a tel: link ("+4934475860"), or "" when it is no number."""
    return _formatted(text, "E164", "")
