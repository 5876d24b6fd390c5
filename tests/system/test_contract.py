"""The contracts that hold the layers and the settings: relations point down, names come from above, settings fail closed."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]

#: From the roof to the floor; an app may use itself and what stands below it.
LAYERS = ("portal", "concept", "committees", "measures", "actors", "fields_of_action", "core")
OWN_MODELS = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in LAYERS]


def height(app_label):
    return len(LAYERS) - LAYERS.index(app_label)


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_relations_point_to_the_same_or_a_lower_app(model):
    own = model._meta.app_label
    for field in [*model._meta.fields, *model._meta.many_to_many]:
        if field.remote_field is None:
            continue
        target = field.remote_field.model._meta.app_label
        if target in LAYERS:
            assert height(target) <= height(own), f"{model._meta.label}.{field.name} points up to {target}"


def test_all_own_apps_are_in_the_layers():
    for config in apps.get_app_configs():
        if Path(config.path).is_relative_to(ROOT) and ".venv" not in Path(config.path).parts:
            assert config.label in LAYERS


def sources(app_label):
    config = apps.get_app_config(app_label)
    return [path for path in Path(config.path).rglob("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("app_label", LAYERS)
def test_no_string_names_a_model_of_a_higher_app(app_label):
    """A relation "measures.Measure" or get_model("measures", …) in a lower app is an upward import in disguise."""
    higher = {label: apps.get_app_config(label) for label in LAYERS if height(label) > height(app_label)}
    forbidden = {
        f"{label}.{model.__name__}".lower() for label, config in higher.items() for model in config.get_models()
    }
    for path in sources(app_label):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value.lower() not in forbidden, f"{path}:{node.lineno} names {node.value}"
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get_model":
                first = node.args[0] if node.args else None
                assert not (isinstance(first, ast.Constant) and first.value in higher), f"{path}:{node.lineno}"


@pytest.mark.parametrize("app_label", LAYERS)
def test_lower_apps_use_no_reverse_accessor_of_a_higher_app(app_label):
    """`actor.measurepartner_set` in the app actors would know about measures without importing them."""
    accessors = set()
    for model in OWN_MODELS:
        if model._meta.app_label == app_label:
            for relation in model._meta.related_objects:
                label = relation.related_model._meta.app_label
                if label in LAYERS and height(label) > height(app_label) and relation.get_accessor_name():
                    accessors.add(relation.get_accessor_name())
    # Names that a lower app has of its own as well say nothing.
    for model in OWN_MODELS:
        if height(model._meta.app_label) <= height(app_label):
            accessors -= {field.name for field in [*model._meta.fields, *model._meta.many_to_many]}
            for relation in model._meta.related_objects:
                label = relation.related_model._meta.app_label
                if label in LAYERS and height(label) <= height(app_label):
                    accessors -= {relation.get_accessor_name()}
    for path in sources(app_label):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr.endswith("_set"):
                assert node.attr not in accessors, f"{path}:{node.lineno} uses {node.attr}"


def check_settings(tmp_path, *options, **environment):
    """Run `manage.py check` in a process of its own with exactly this environment."""
    base = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "VAR_DIR": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "manage.py", "check", *options],
        cwd=ROOT,
        env={**base, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


PRODUCTION = {
    "SECRET_KEY": "production-0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghijklmnop",
    "ALLOWED_HOSTS": "portal.example.org",
}


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
@pytest.mark.parametrize("left", ["unset", "empty"])
def test_a_production_start_without_a_required_setting_stops_with_its_name(tmp_path, missing, left):
    environment = {**PRODUCTION, missing: ""}
    if left == "unset":
        del environment[missing]
    result = check_settings(tmp_path, **environment)
    assert result.returncode != 0
    assert missing in result.stderr.strip().splitlines()[-1]


def test_debug_is_off_unless_asked_for(tmp_path):
    code = "from integration_portal import settings; print(settings.DEBUG, settings.DEMO_ALLOWED, settings.HTTPS)"
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **PRODUCTION},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert result.stdout.split() == ["False", "False", "True"]


def test_the_deployment_check_has_no_warning_in_production(tmp_path):
    result = check_settings(tmp_path, "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert result.returncode == 0, result.stderr
