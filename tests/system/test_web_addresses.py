"""Addresses on the web without a scheme are taken as https, in office forms and in the admin, without a warning."""

import warnings

import pytest
from django.apps import apps
from django.db import models
from django.forms import modelform_factory

from measures.forms_funding import FunderForm
from measures.forms_publications import PublicationForm

ADDRESSES = [
    field
    for config in apps.get_app_configs()
    for model in config.get_models()
    for field in model._meta.concrete_fields
    if isinstance(field, models.URLField) and config.name.split(".")[0] != "allauth"
]


@pytest.mark.parametrize("field", ADDRESSES, ids=str)
def test_a_form_field_of_a_model_takes_https_and_warns_of_nothing(field):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        form = modelform_factory(field.model, fields=[field.name])
    assert form.base_fields[field.name].clean("example.org") == "https://example.org"


@pytest.mark.parametrize("form", [FunderForm, PublicationForm])
def test_own_forms_do_the_same(form):
    assert form.base_fields["url"].clean("example.org") == "https://example.org"
