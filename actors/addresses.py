"""What an address has to be: a town with its postal code in a field of its own, a street only with a town."""

import re

from django.utils.translation import gettext as _

CODE_IN_TOWN = re.compile(r"^(?:D[\s-]+)?(\d{5})\s+(?=\D)")
#: The first and the last postal code of Germany.
FIRST_CODE, LAST_CODE = "01001", "99998"


def clean_address(data):
    """Return (values, errors) of street, postal code and town as typed; values that are missing count as empty.

    "04600 Altenburg" typed as the town becomes postal code and town. Errors are messages by name of the field.
    """
    street, code, city = (" ".join((data.get(name) or "").split()) for name in ("street", "postal_code", "city"))
    errors = {}
    if found := CODE_IN_TOWN.match(city):
        if code and code != found[1]:
            errors["city"] = _("There is another postal code in the town than in its own field.")
        else:
            code, city = found[1], city[found.end() :]
    elif city and not any(sign.isalpha() for sign in city):
        errors["city"] = _("This is not a town. Please write its name.")
    if code and code.isdigit() and len(code) == 5 and not FIRST_CODE <= code <= LAST_CODE:
        errors["postal_code"] = _("This postal code does not exist.")
    if street and not any(sign.isalpha() for sign in street):
        errors["street"] = _("This is not a street. Please write its name with the number.")
    if (street or code) and not city and "city" not in errors:
        errors["city"] = _("Please add the town.")
    return {"street": street, "postal_code": code, "city": city}, errors


class AddressFormMixin:
    """Checks the address of a form with the fields street, postal_code and city; messages stand beside them."""

    def clean(self):
        """Put right what people type, and say what is missing."""
        data = super().clean()
        values, errors = clean_address(data)
        for name, value in values.items():
            if name not in self.errors:
                data[name] = value
        for name, message in errors.items():
            if name not in self.errors:
                self.add_error(name, message)
        return data
