"""Small named parts of pages: icons, states, periods, amounts, form fields. None of them runs a query."""

from django import forms, template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from .. import display, markdown
from ..reporting.blocks import cell_text
from ..text import highlight as highlight_text

register = template.Library()

STATUS_TONES = {"in-progress": "info", "permanent": "info", "completed": "success", "postponed": "warning"}


# --- icons and states ---------------------------------------------------------------------------------
@register.simple_tag
def icon(name, css="", label=""):
    """A symbol of ui/sprite.html, sized with the text. Decorative unless a `label` is given."""
    classes = f"p-icon {css}".strip()
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="#i-{}"/></svg>', classes, label, name)
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', classes, name)


def _field_keys(field):
    """Hue and symbol of a field of action; slate and a ring for None."""
    if not field:
        return "slate", "target"
    return field.hue, f"field-{field.pictogram}"


@register.simple_tag
def field_tile(field, size=""):
    """The coloured square of a field of action: `size` "s" (tables), "" (cards) or "l" (page heads). The name stands beside it."""
    hue, symbol = _field_keys(field)
    css = f"p-tile p-tile--{size}" if size else "p-tile"
    return format_html('<span class="{} p-hue-{}">{}</span>', css, hue, icon(symbol))


@register.simple_tag
def field_icon(field):
    """The bare pictogram of a field in its colour, for filter rows and chips."""
    hue, symbol = _field_keys(field)
    return format_html('<span class="p-field-icon p-hue-{}">{}</span>', hue, icon(symbol, "p-icon--field"))


@register.simple_tag
def field_chip(field, url="", small=False):
    """Tile and name of a field of action, as a link if `url` is given."""
    if not field:
        return ""
    hue, symbol = _field_keys(field)
    css = f"p-field p-hue-{hue}" + (" p-field--s" if small else "")
    inner = format_html(
        '<span class="p-field__tile">{}</span><span class="p-field__name">{}</span>', icon(symbol), field
    )
    if url:
        return format_html('<a class="{}" href="{}">{}</a>', css, url, inner)
    return format_html('<span class="{}">{}</span>', css, inner)


@register.simple_tag
def badge(label, tone="neutral", symbol=""):
    """A small box with a word: `tone` is neutral, info, success, warning or danger; `symbol` an icon name."""
    return format_html(
        '<span class="kern-badge kern-badge--small p-badge p-badge--{}">{}<span class="kern-label">{}</span></span>',
        tone,
        icon(symbol) if symbol else "",
        label,
    )


@register.simple_tag
def status_badge(status):
    """A status (with `.css` and `.label`) in a box, where it stands alone."""
    return badge(status.label, STATUS_TONES.get(status.css, "neutral"), f"st-{status.css}")


@register.simple_tag
def status_state(status):
    """A status (with `.css` and `.label`) without a box, for rows and lists."""
    return format_html(
        '<span class="p-state p-state--{}">{}{}</span>', status.css, icon(f"st-{status.css}", "p-icon--s"), status.label
    )


@register.simple_tag
def status_square(status):
    """One square of the status picture; the picture as a whole carries the words."""
    return format_html('<svg class="p-sq" aria-hidden="true"><use href="#i-sq-{}"/></svg>', status.css)


# --- words and figures --------------------------------------------------------------------------------
@register.filter
def period(obj):
    """The period of an object with start_on, end_on, their precisions and is_permanent."""
    return display.format_period(
        obj.start_on,
        obj.end_on,
        start_precision=obj.start_precision,
        end_precision=obj.end_precision,
        permanent=obj.is_permanent,
    )


@register.filter
def day(value, precision="day"):
    """A date as exactly as it is known."""
    return display.format_day(display.as_date(value), precision) if value else ""


@register.filter
def days_ago(value):
    """How long ago a date was, in words."""
    return display.format_days_ago(display.as_date(value)) if value else ""


@register.filter
def money(value):
    """An amount of euros."""
    return display.format_money(value)


@register.filter
def cell(value):
    """The text of a cell of a report."""
    return cell_text(value)


@register.filter(name="markdown")
def markdown_filter(value, top_level=2):
    """Markdown as safe HTML; the highest heading becomes `h<top_level>`."""
    return markdown.render(value, int(top_level))


@register.filter
def highlight(value, query):
    """The text with the words of the query marked."""
    return highlight_text(str(value or ""), query or "")


@register.filter
def get_item(mapping, key):
    """`mapping[key]`, None if it is not there."""
    return mapping.get(key) if mapping else None


@register.simple_tag
def page_range(page):
    """The page numbers a pager shows, with gaps."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag(takes_context=True)
def render_panel(context, panel):
    """A filled panel: its template with its own context on top of the page's."""
    with context.push(**panel.context):
        return get_template_of(context, panel.template).render(context)


def get_template_of(context, name):
    """Return a template of the engine that renders the page, able to share the page's context."""
    if context.template is None:
        return get_template(name).template
    return context.template.engine.get_template(name)


# --- forms ----------------------------------------------------------------------------------------------
def _kind(widget):
    """How a widget is laid out: check, group, select, area, file or input."""
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect):  # a CheckboxSelectMultiple is one as well
        return "group"
    if isinstance(widget, forms.SelectMultiple):
        return "multiple"
    if isinstance(widget, forms.Select):
        return "select"
    return "input"


# Per kind of control: its class, and the one it gets besides when its input is refused. Written out, so that the
# assets build sees which of KERN's rules are used.
CONTROL_CLASSES = {
    "input": ("kern-form-input__input", "kern-form-input__input--error"),
    "select": ("kern-form-input__select", "kern-form-input__select--error"),
    "multiple": ("p-input p-input--area", ""),
    "check": ("kern-form-check__checkbox", "kern-form-check__checkbox--error"),
    "radio": ("kern-form-check__radio", "kern-form-check__radio--error"),
}


#: Lists of boxes with more choices scroll in themselves and can be narrowed down by typing.
LONG_LIST = 12


def _name_empty_choice(field):
    """Say in words what Django draws as a row of dashes; a form's own words for it stay."""
    dashes = BLANK_CHOICE_DASH[0][1]
    word = gettext("please choose") if field.required else gettext("not stated")
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == dashes:
            field.empty_label = word
    else:
        field.widget.choices = [
            (value, word if value in ("", None) and label == dashes else label) for value, label in field.widget.choices
        ]


@register.simple_tag(takes_context=True)
def formfield(context, field, label="", hint="", compact=False):
    """A whole form field: label, required mark, hint, control, errors, tied together for screen readers."""
    widget = field.field.widget
    if field.is_hidden:
        return field.as_widget()
    kind, is_long = _kind(widget), False
    if kind == "select":
        _name_empty_choice(field.field)
    hint = hint or field.help_text
    described = [widget.attrs.get("aria-describedby", "")]
    described += [f"{field.auto_id}_helptext"] if hint else []
    described += [f"{field.auto_id}_error"] if field.errors else []
    attrs = {"aria-describedby": " ".join(filter(None, described))} if any(described) else {}
    if field.errors:
        attrs["aria-invalid"] = "true"
    if kind == "group":
        css, error_css = CONTROL_CLASSES["check" if isinstance(widget, forms.CheckboxSelectMultiple) else "radio"]
        widget.attrs["class"] = f"{css} {error_css}" if field.errors else css
        control = list(field)
        is_long = isinstance(widget, forms.CheckboxSelectMultiple) and len(control) > LONG_LIST
        if is_long:  # what is chosen stands first, or nobody finds it
            control.sort(key=lambda choice: not choice.data["selected"])
    else:
        css, error_css = CONTROL_CLASSES[kind]
        attrs["class"] = " ".join(filter(None, [css, error_css if field.errors else "", widget.attrs.get("class", "")]))
        control = field.as_widget(attrs=attrs)
    values = {
        "field": field,
        "kind": kind,
        "control": control,
        "label": capfirst(label or field.label),
        "hint": hint,
        "required": field.field.required and kind != "check",
        "described": attrs.get("aria-describedby", ""),
        "compact": compact,
        "is_long": is_long,
        "chosen": sum(choice.data["selected"] for choice in control) if is_long else 0,
    }
    with context.push(**values):
        return get_template_of(context, "ui/field.html").render(context)


def _target(field):
    """The id that a link from the summary leads to: the control, or the first one of a group."""
    return f"{field.auto_id}_0" if _kind(field.field.widget) == "group" else field.id_for_label or field.auto_id


@register.inclusion_tag("ui/form_errors.html")
def form_errors(*given):
    """The summary above a form with errors: every error as a link to its field. Takes forms and formsets."""
    lines = []
    for item in given:
        if not item:
            continue
        if hasattr(item, "non_form_errors"):
            lines += [("", "", error) for error in item.non_form_errors()]
        for form in getattr(item, "forms", [item]):
            lines += [("", "", error) for error in form.non_field_errors()]
            for bound in form:
                where = "" if bound.is_hidden else _target(bound)
                lines += [(where, bound.label, error) for error in bound.errors]
    return {"lines": lines}


@register.simple_tag
def yes_no(value):
    """Yes or no in words."""
    return gettext("yes") if value else gettext("no")


PUBLIC_LABELS = {True: gettext_lazy("public"), False: gettext_lazy("not public")}


@register.simple_tag
def public_mark(is_public):
    """An eye, open or crossed out, with its word for screen readers."""
    return icon("eye" if is_public else "eye-off", label=PUBLIC_LABELS[bool(is_public)])
