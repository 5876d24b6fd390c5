"""Input of indicators and of their values: one by one, or as a list pasted or uploaded."""

import csv
import datetime
import io
import re
from dataclasses import dataclass, field
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import params
from integration_portal.core.models import Municipality
from integration_portal.core.text import fold

from .forms import _ServiceForm
from .models import FieldOfAction, Indicator, IndicatorValue
from .models.indicators import LARGEST, check_value

MOST_ROWS, MOST_BYTES = 5000, 2_000_000
_NUMBER = re.compile(r"[+-]?(\d{1,3}([. \u00a0'’]\d{3})+|\d+)(,\d+)?|[+-]?\d+\.\d{1,2}")


class IndicatorForm(_ServiceForm):
    """An indicator of the district."""

    class Meta:
        model = Indicator
        fields = ("name", "definition", "kind", "unit", "direction", "field", "source", "order", "is_published")
        widgets = {"definition": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = FieldOfAction.objects.with_framework()


class FigureField(forms.DecimalField):
    """A number as it is written in German lists: 3.214 is three thousand, 12,5 and 12.5 are twelve and a half."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**{"max_digits": 12, "decimal_places": 2, **kwargs})

    def to_python(self, value):
        """Return the Decimal, None for nothing. Raises ValidationError for what is no number."""
        if isinstance(value, str) and value.strip():
            number = parse_number(value)
            if number is None:
                raise ValidationError(_("“%(text)s” is no number.") % {"text": value[:40]})
            return number
        return super().to_python(value)

    def prepare_value(self, value):
        """A stored value as a German reader writes it."""
        if isinstance(value, Decimal):
            plain = value.to_integral_value() if value == value.to_integral_value() else value.normalize()
            return f"{plain:f}".replace(".", ",")
        return value

    def has_changed(self, initial, data):
        """Compare numbers, not spellings."""
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class ValueForm(forms.ModelForm):
    """One row of the table form; an empty row counts for nothing."""

    class Meta:
        model = IndicatorValue
        field_classes = {"value": FigureField}
        fields = ("as_of", "municipality", "breakdown", "value", "source", "footnote")
        widgets = {"as_of": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        help_texts = dict.fromkeys(("municipality", "breakdown"), "")

    def __init__(self, *args, indicator, choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.indicator = indicator
        self.fields["municipality"].widget.choices = choices

    def clean_as_of(self):
        """No values of the future."""
        day = self.cleaned_data["as_of"]
        if day and day > timezone.localdate():
            raise ValidationError(_("The day lies in the future."))
        return day

    def validate_unique(self):
        """A value that is there already is replaced by the service."""

    def validate_constraints(self):
        """As above."""


class BaseValueFormSet(forms.BaseFormSet):
    """Rows of the table form, each day, place and part once."""

    def clean(self):
        seen = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", None)
            if not data or form.errors:
                continue
            key = (data["as_of"], data["municipality"], data["breakdown"])
            if key in seen:
                form.add_error("as_of", _("This row is there twice."))
            seen.add(key)

    @property
    def rows(self):
        """Dicts as `record_values` takes them."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data]


ValueFormSet = forms.formset_factory(
    ValueForm, formset=BaseValueFormSet, extra=3, max_num=40, absolute_max=50, validate_max=True
)


def value_formset(data, indicator, extra_rows=()):
    """The table form of an indicator; municipalities are read once for all rows."""
    choices = [("", _("whole district")), *Municipality.objects.values_list("pk", "name")]
    return ValueFormSet(
        data, prefix="wert", initial=list(extra_rows), form_kwargs={"indicator": indicator, "choices": choices}
    )


@dataclass
class RowProblem:
    """What is wrong in a row of a list; `number` counts from 1, the heading included."""

    number: int
    text: str


@dataclass
class ReadList:
    """What a list says: rows for `record_values`, and what could not be understood."""

    rows: list = field(default_factory=list)
    problems: list = field(default_factory=list)


def parse_number(text):
    """Return the Decimal of a number written the German way ("1.234,5") or with a decimal point ("12.5"), else None."""
    text = text.strip().removesuffix("%").removesuffix("€").strip()
    if len(text) > 20 or not _NUMBER.fullmatch(text):
        return None
    if re.fullmatch(r"[+-]?\d+\.\d{1,2}", text):
        return Decimal(text)
    return Decimal(re.sub(r"[. \u00a0'’]", "", text).replace(",", "."))


def parse_day(text):
    """Return the day of "31.12.2018" or "2018-12-31"; a bare year is its last day. None for anything else."""
    text = text.strip()
    if re.fullmatch(r"(19|20)\d\d", text):
        return datetime.date(int(text), 12, 31)
    return params.day(text)


COLUMNS = (
    ("as_of", ("stichtag", "datum", "jahr", "day", "date", "as of")),
    ("municipality", ("gemeinde", "ort", "ags", "municipality", "place")),
    ("breakdown", ("teil", "gruppe", "merkmal", "part")),
    ("value", ("wert", "anzahl", "zahl", "value")),
    ("source", ("quelle", "source")),
    ("footnote", ("fussnote", "anmerkung", "footnote")),
)
_DISTRICT = ("", "landkreis", "kreis", "gesamt", "insgesamt", "district")


def read_list(text, indicator):
    """Read a list of values, with tabs, semicolons or commas between its cells; never raises.

    A heading may name the columns in any order; without one they stand as in COLUMNS. Rows that cannot be understood
    are problems with their number; then nothing should be stored.
    """
    found = ReadList()
    lines = text.replace("\ufeff", "").replace("\x00", "").splitlines()
    delimiter = next((sign for sign in ("\t", ";", ",") if any(sign in line for line in lines[:1])), ";")
    try:
        table = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter))
    except csv.Error:
        found.problems.append(RowProblem(1, _("This is no table. Please paste rows as they are in Excel.")))
        return found
    heading = _heading(table[0]) if table else None
    names = heading or [name for name, _words in COLUMNS]
    if heading and not {"as_of", "value"} <= set(heading):
        found.problems.append(RowProblem(1, _("The heading needs a day and a value.")))
        return found
    if len(table) > MOST_ROWS:
        found.problems.append(RowProblem(MOST_ROWS + 1, _("At most %(n)s rows at once.") % {"n": MOST_ROWS}))
        return found
    places = _places()
    seen = {}
    for number, cells in enumerate(table, start=1):
        if (heading and number == 1) or not any(cell.strip() for cell in cells):
            continue
        row, problems = _read_row(dict(zip(names, cells, strict=False)), indicator, places)
        key = (row.get("as_of"), row.get("municipality"), row.get("breakdown"))
        if not problems and key in seen:
            problems = [_("The same day, place and part as in row %(n)s.") % {"n": seen[key]}]
        seen.setdefault(key, number)
        found.problems += [RowProblem(number, problem) for problem in problems]
        found.rows.append(row)
    if not found.rows and not found.problems:
        found.problems.append(RowProblem(1, _("There are no values in it.")))
    return found


def _heading(cells):
    """The names of the columns if this is a heading, else None; unknown columns are passed over."""
    names = []
    for cell in cells:
        word = fold(cell)
        names.append(next((name for name, words in COLUMNS if word in map(fold, words)), ""))
    return names if sum(bool(name) for name in names) >= 2 else None


def _places():
    places = {}
    for municipality in Municipality.objects.all():
        places[municipality.ags] = places[fold(municipality.name)] = municipality
    return places


def _read_row(cells, indicator, places):
    cells = {name: " ".join(value.split()) for name, value in cells.items() if name}
    row = {"municipality": None, **{name: cells.get(name, "") for name in ("breakdown", "source", "footnote")}}
    problems = []
    row["as_of"] = parse_day(cells.get("as_of", ""))
    if row["as_of"] is None:
        problems.append(_("“%(text)s” is no day; write 31.12.2026.") % {"text": cells.get("as_of", "")[:40]})
    elif row["as_of"] > timezone.localdate():
        problems.append(_("The day lies in the future."))
    place = cells.get("municipality", "")
    if fold(place) not in map(fold, _DISTRICT):
        row["municipality"] = places.get(place) or places.get(fold(place))
        if row["municipality"] is None:
            problems.append(_("“%(text)s” is no municipality of the district.") % {"text": place[:60]})
    row["value"] = parse_number(cells.get("value", ""))
    if row["value"] is None:
        problems.append(_("“%(text)s” is no number.") % {"text": cells.get("value", "")[:40]})
    elif abs(row["value"]) > LARGEST or row["value"] != round(row["value"], 2):
        problems.append(_("The number is too large, or has more than two decimal places."))
    else:
        try:
            check_value(indicator.kind, row["value"])
        except ValidationError as error:
            problems += error.messages
    for name in ("breakdown", "source", "footnote"):
        limit = IndicatorValue._meta.get_field(name).max_length
        if len(row[name]) > limit:
            problems.append(_("A text is longer than %(n)s characters.") % {"n": limit})
    return row, problems


class ListForm(forms.Form):
    """A list pasted from a spreadsheet, or a CSV file. After `is_valid()`, `rows` is what to store."""

    text = forms.CharField(
        label=gettext_lazy("pasted rows"),
        required=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Columns: day, municipality (empty: whole district), part, value, source, footnote. Copied from Excel, or with semicolons."
        ),
    )
    file = forms.FileField(label=gettext_lazy("or a CSV file"), required=False)
    source = forms.CharField(
        label=gettext_lazy("source"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For all rows that name none."),
    )

    def __init__(self, *args, indicator, **kwargs):
        super().__init__(*args, **kwargs)
        self.indicator, self.problems, self.rows = indicator, [], []

    def clean_file(self):
        """The text of the file: UTF-8, or what Excel writes on Windows."""
        upload = self.cleaned_data["file"]
        if upload is None:
            return ""
        if upload.size > MOST_BYTES:
            raise ValidationError(_("The file is too large. At most %(limit)s MB, please.") % {"limit": 2})
        content = upload.read()
        if b"\x00" in content:
            raise ValidationError(_("This is no CSV file."))
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252", "replace")

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        text = data.get("file") or data.get("text")
        if not text:
            raise ValidationError(_("Please paste rows, or choose a file."))
        found = read_list(text, self.indicator)
        self.problems = found.problems
        if found.problems:
            raise ValidationError(_("Nothing has been stored: please correct the rows named below."))
        self.rows = [row | {"source": row["source"] or data["source"]} for row in found.rows]
        return data
