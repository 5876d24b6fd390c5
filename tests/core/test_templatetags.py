"""Words, figures, icons and form fields as pages show them."""

import datetime
import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from integration_portal.core import display, markdown, navigation
from integration_portal.core.models import Municipality
from integration_portal.core.templatetags import portal_ui
from measures.models import Measure

TODAY = datetime.date(2026, 11, 23)
JANUARY = datetime.date(2026, 1, 1)
DECEMBER = datetime.date(2026, 12, 31)


@pytest.mark.parametrize(
    ("start", "end", "options", "expected"),
    [
        (None, None, {}, ""),
        (datetime.date(2024, 3, 1), datetime.date(2026, 11, 30), {}, "01.03.2024–30.11.2026"),
        (datetime.date(2024, 3, 1), datetime.date(2024, 3, 1), {}, "01.03.2024"),
        (JANUARY, None, {"start_precision": "month"}, "seit Januar 2026"),
        (datetime.date(2027, 1, 1), None, {"start_precision": "year"}, "ab 2027"),
        (None, DECEMBER, {"end_precision": "month"}, "bis Dezember 2026"),
        (JANUARY, DECEMBER, {"start_precision": "year", "end_precision": "year"}, "2026"),
        (JANUARY, DECEMBER, {"start_precision": "month", "end_precision": "month"}, "Januar–Dezember 2026"),
        (JANUARY, None, {"permanent": True}, "seit 01.01.2026"),
        (None, None, {"permanent": True}, "dauerhaft"),
    ],
)
def test_periods_are_as_exact_as_the_dates(start, end, options, expected):
    assert display.format_period(start, end, today=TODAY, **options) == expected


def test_a_start_today_counts_as_begun():
    assert display.format_period(TODAY, None, today=TODAY).startswith("seit")


def test_english_pages_write_dates_without_doubt():
    with translation.override("en"):
        assert display.format_day(datetime.date(2024, 3, 1)) == "1 Mar 2024"


def test_amounts_are_written_the_german_way():
    assert display.format_money(Decimal("4500")) == "4.500,00\u00a0€"
    assert display.format_money(None) == ""


@pytest.mark.parametrize(("days", "expected"), [(0, "heute"), (1, "gestern"), (12, "vor 12 Tagen"), (-3, "26.11.2026")])
def test_days_ago_in_words(days, expected):
    assert display.format_days_ago(TODAY - datetime.timedelta(days=days), TODAY) == expected


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", '<img src=x onerror="a">', "[x](data:text/html,a)"],
)
def test_markdown_lets_nothing_active_through(text):
    html = markdown.render(text)
    assert "<script" not in html
    assert "<img" not in html
    assert not re.search(r'href="(javascript|data):', html)


def test_markdown_headings_fit_below_the_page_title():
    html = markdown.render("# Eins\n\n## Zwei\n\ntext")
    assert "<h2>Eins</h2>" in html
    assert "<h3>Zwei</h3>" in html
    assert "<h3>Eins</h3>" in markdown.render("## Eins", 3)


def test_icons_escape_their_label():
    assert "&lt;b&gt;" in portal_ui.icon("note", label="<b>")


def sprite():
    text = (Path(settings.BASE_DIR) / "templates" / "ui" / "sprite.html").read_text(encoding="utf-8")
    return set(re.findall(r'<symbol id="i-([a-z0-9-]+)"', text))


def test_every_icon_in_templates_and_menus_is_drawn():
    drawn = sprite()
    used = {item.icon for item in navigation._items if item.icon}
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'{% icon "([a-z0-9-]+)"', text))
        used |= set(re.findall(r'href="#i-([a-z0-9-]+)"', text))
    assert used <= drawn, used - drawn


def test_every_status_and_pictogram_is_drawn():
    drawn = sprite()
    for key in ("idea", "planned", "in-progress", "permanent", "completed", "postponed", "dropped"):
        assert {f"st-{key}", f"sq-{key}"} <= drawn
    for key in ("door", "speech", "cap", "briefcase", "house", "ball-note", "people", "heart"):
        assert f"field-{key}" in drawn


def test_status_shows_icon_and_word():
    status = SimpleNamespace(css="in-progress", label="in Umsetzung")
    assert "#i-st-in-progress" in portal_ui.status_state(status)
    assert "p-badge--info" in portal_ui.status_badge(status)
    assert "in Umsetzung" in portal_ui.status_badge(status)


class Everything(forms.Form):
    title = forms.CharField(label="titel", help_text="Kurz.")
    kind = forms.ChoiceField(choices=[("a", "A")], required=False)
    note = forms.CharField(widget=forms.Textarea, required=False)
    sure = forms.BooleanField(label="Sicher")
    one = forms.ChoiceField(choices=[("1", "eins"), ("2", "zwei")], widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(choices=[("1", "eins"), ("2", "zwei")], widget=forms.CheckboxSelectMultiple)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def render(source, **context):
    return Template("{% load portal_ui %}" + source).render(Context(context))


def test_a_field_ties_label_hint_and_error_to_its_control():
    html = render("{% formfield form.title %}", form=Everything({}))
    assert '<label class="kern-label" for="id_title">Titel' in html
    control = re.search(r"<input[^>]*>", html)[0]
    assert 'aria-describedby="id_title_helptext id_title_error"' in control
    assert 'aria-invalid="true"' in control
    assert "kern-form-input__input--error" in control
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html


def test_groups_are_fieldsets_with_a_legend():
    html = render("{% formfield form.one %}{% formfield form.many %}", form=Everything())
    assert html.count("<fieldset") == 2
    assert html.count('type="radio"') == 2
    assert html.count('type="checkbox"') == 2
    assert html.count("kern-form-check__radio") == 2
    assert html.count("kern-form-check__checkbox") == 2


def test_input_is_never_lost_and_always_escaped():
    html = render("{% formfield form.note %}", form=Everything({"note": "</textarea><script>"}))
    assert "<script>" not in html
    assert "&lt;/textarea&gt;&lt;script&gt;" in html


def test_the_summary_leads_to_each_wrong_field():
    html = render("{% form_errors form %}", form=Everything({}))
    for target in ("#id_title", "#id_sure", "#id_one_0", "#id_many_0"):
        assert f'href="{target}"' in html
    assert "autofocus" in html


def test_no_summary_without_errors():
    assert render("{% form_errors form %}", form=Everything()).strip() == ""


class _Choices(forms.Form):
    wanted = forms.ModelChoiceField(Municipality.objects.all())
    optional = forms.ModelChoiceField(Municipality.objects.all(), required=False)
    own_words = forms.ModelChoiceField(Municipality.objects.all(), required=False, empty_label="der ganze Landkreis")
    priority = Measure._meta.get_field("priority").formfield()
    plain = forms.ChoiceField(choices=[("", "---------"), ("a", "A")])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("wanted", "bitte wählen"),
        ("optional", "keine Angabe"),
        ("own_words", "der ganze Landkreis"),
        ("priority", "keine Angabe"),
        ("plain", "bitte wählen"),
    ],
)
def test_an_empty_choice_is_a_word_and_no_row_of_dashes(name, word):
    html = Template("{% load portal_ui %}{% formfield field %}").render(Context({"field": _Choices()[name]}))
    assert re.findall(r'<option value=""[^>]*>([^<]*)</option>', html) == [word]
