"""Loading a framework: complete, repeatable, never over the office's own changes, and clear about broken files."""

import json

import pytest
from django.core.management import CommandError, call_command

from fields_of_action.models import FieldOfAction, Framework, Goal
from integration_portal.core.models import Language, Municipality, TargetGroup

pytestmark = pytest.mark.django_db


def write(path, data):
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def framework(**changes):
    return {
        "framework": {"title": "Sozialstrategie", "slug": "sozialstrategie", "valid_from": "2026-01-01"},
        "fields": [
            {"number": 1, "slug": "sprache", "name": "Sprache", "hue": "teal",
             "goals": [{"code": "1.1", "title": "Ziel", "objectives": [{"code": "1.1.1", "title": "Teilziel"}]}]},
            {"number": 2, "name": "Wohnen im Kreis"},
        ],
    } | changes  # fmt: skip


def test_the_packaged_guidelines_are_complete():
    call_command("load_framework")
    assert Framework.objects.get().slug == "plila"
    assert list(FieldOfAction.objects.values_list("number", flat=True).order_by("number")) == list(range(1, 9))
    assert Municipality.objects.count() == 30
    assert TargetGroup.objects.exists() and Language.objects.exists()


def test_a_second_run_changes_nothing_and_keeps_the_offices_texts(capsys):
    call_command("load_framework")
    FieldOfAction.objects.filter(number=2).update(name="Sprache und Verständigung")
    call_command("load_framework")
    assert "Nothing to add" in capsys.readouterr().out
    assert FieldOfAction.objects.get(number=2).name == "Sprache und Verständigung"


def test_another_framework_can_follow(tmp_path):
    call_command("load_framework")
    call_command("load_framework", str(write(tmp_path / "neu.json", framework())))
    assert Framework.objects.count() == 2
    later = FieldOfAction.objects.filter(framework__slug="sozialstrategie")
    assert set(later.values_list("slug", flat=True)) == {"sprache-sozialstrategie", "wohnen-im-kreis"}
    assert Goal.objects.get(code="1.1.1").parent.code == "1.1"


@pytest.mark.parametrize(
    "content",
    ["{", "[]", '{"framework": {}, "fields": []}', framework(framework={"slug": "x", "title": "X"}),
     framework(framework={"slug": "x", "title": "X", "valid_from": "gestern"}), framework(fields=[{"name": "ohne Nummer"}]),
     framework(fields=[{"number": 1, "name": "X", "hue": "neonpink"}]), framework(fields=["Sprache"]),
     framework(languages=[["de"]]), framework(fields=[{"number": 1, "name": "A"}, {"number": "zwei", "name": "B"}])],
)  # fmt: skip
def test_a_broken_file_is_refused_as_a_whole(tmp_path, content):
    with pytest.raises(CommandError):
        call_command("load_framework", str(write(tmp_path / "x.json", content)))
    assert not Framework.objects.exists() and not FieldOfAction.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="gibtesnicht"):
        call_command("load_framework", str(tmp_path / "gibtesnicht.json"))
    with pytest.raises(CommandError):
        call_command("load_framework", str(tmp_path))
