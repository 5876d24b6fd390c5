"""Forms of imports: the upload, the meaning of columns, and what unknown names become."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

#: Up to this many options on the page every organisation is offered for every name, above only similar ones.
MAX_OPTIONS = 20_000


class UploadForm(forms.Form):
    """The file to import. What is inside is examined in the background."""

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_(
            "Excel (.xlsx), OpenDocument (.ods) or a text table (.csv). Nothing is changed before you have seen a preview."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt"}),
        error_messages={"required": _("Please choose a file.")},
    )

    def __init__(self, *args, reads_cards=False, **kwargs):
        super().__init__(*args, **kwargs)
        if reads_cards:
            field = self.fields["file"]
            field.widget.attrs["accept"] += ",.vcf,text/vcard"
            field.help_text = _(
                "Excel (.xlsx), OpenDocument (.ods), a text table (.csv), as Outlook exports it, or address cards (.vcf)."
                " Nothing is changed before you have seen a preview."
            )


class MappingForm(forms.Form):
    """What each column of the file means. `columns` are those of the batch, `targets` those of the adapter."""

    remember = forms.BooleanField(
        label=_("Keep this for the next list with the same headings"), required=False, initial=True
    )

    def __init__(self, *args, columns, targets, mapping, title_key, **kwargs):
        super().__init__(*args, **kwargs)
        self.title_key, self.columns = title_key, columns
        self.targets = {target.key: target for target in targets}
        chosen = {index: key for key, indexes in mapping.items() for index in indexes}
        choices = [("", _("– into the note –")), *((target.key, target.label) for target in targets)]
        for column in columns:
            name = f"column_{column['index']}"
            self.fields[name] = forms.ChoiceField(
                label=column["heading"] or gettext("Column %(number)s") % {"number": column["index"] + 1},
                choices=choices,
                required=False,
                initial=chosen.get(column["index"], ""),
                help_text=gettext("for example: %(sample)s") % {"sample": column["sample"]}
                if column.get("sample")
                else "",
            )
        self.order_fields([*(f"column_{column['index']}" for column in columns), "remember"])

    def clean(self):
        """One column holds the names, and no meaning is given twice where it can be given once."""
        data = super().clean()
        mapping = {}
        for column in self.columns:
            key = data.get(f"column_{column['index']}")
            if key:
                mapping.setdefault(key, []).append(column["index"])
        if not self.errors:
            if self.title_key not in mapping:
                raise forms.ValidationError(
                    gettext("Please say which column holds “%(label)s”.")
                    % {"label": self.targets[self.title_key].label}
                )
            for key, indexes in mapping.items():
                if len(indexes) > 1 and not self.targets[key].many:
                    self.add_error(
                        f"column_{indexes[-1]}",
                        gettext("“%(label)s” is chosen for two columns.") % {"label": self.targets[key].label},
                    )
        data["mapping"] = mapping
        return data


class NamesForm(forms.Form):
    """What becomes of names that nobody knows: created, kept in the note, or matched to a known one."""

    def __init__(self, *args, names, choices, options, **kwargs):
        super().__init__(*args, **kwargs)
        self.keys = {}
        ordered = list(names.items())
        choices = choices if len(choices) * len(ordered) <= MAX_OPTIONS else ()
        everyone = [(str(pk), name) for pk, name in choices]
        for position, (key, entry) in enumerate(ordered):
            similar = [(str(pk), f"{name} ({round(score * 100)} %)") for pk, name, score in entry["similar"]]
            groups = list(options)
            if similar:
                groups.append((gettext("Similar names"), similar))
            if everyone:
                groups.append((gettext("All organisations"), everyone))
            name = f"name_{position}"
            self.keys[name] = key
            self.fields[name] = forms.ChoiceField(
                label=entry["name"], choices=groups, initial=str(entry["choice"]), help_text=_usage(entry)
            )

    def decisions(self):
        """{key: choice} of the names whose choice differs from the one shown."""
        return {
            key: self.cleaned_data[name]
            for name, key in self.keys.items()
            if self.cleaned_data[name] != str(self.fields[name].initial)
        }


def _usage(entry):
    if numbers := entry.get("rows"):
        return gettext("Rows of the list: %(rows)s") % {"rows": ", ".join(map(str, numbers))}
    rows = gettext("in %(count)s rows") % {"count": entry["count"]} if entry["count"] > 1 else gettext("in one row")
    return f"{gettext('as lead')}, {rows}" if entry["lead"] else f"{gettext('as partner')}, {rows}"
