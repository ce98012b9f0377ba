"""Rules for every model."""

import pghistory.models
import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from core.access.classification import classified, labels, sensitivity_by_field

OURS = [
    model for model in apps.get_models() if model.__module__.startswith(("core.", "tenants.", "billing.", "sharing."))
]


STORED = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.managed and not model._meta.proxy  # with a table; third parties' included
]


def names_to_classify(model: type[models.Model]) -> tuple[type[models.Model], set[str]]:
    """The model as which a model's fields are classified, and their names. A version has those of its row."""
    names = {field.name for field in model._meta.concrete_fields}
    if issubclass(model, pghistory.models.Event):
        tracked = model.pgh_tracked_model
        assert tracked is not None
        return tracked, {name for name in names if not name.startswith("pgh_")}
    return model, names


@pytest.mark.parametrize("model", STORED, ids=lambda model: model._meta.label)
def test_every_field_is_classified(model: type[models.Model]) -> None:
    classified_as, names = names_to_classify(model)

    assert set(sensitivity_by_field(classified_as)) == names


@pytest.mark.parametrize("model", STORED, ids=lambda model: model._meta.label)
def test_no_field_is_classified_twice(model: type[models.Model]) -> None:
    """Neither by its model, nor by that and by the abstract model that declares it."""
    names = [
        name for label in labels(model) for names in classified().get(label, {}).values() for name in names.split()
    ]

    assert len(names) == len(set(names))


def test_no_missing_model_is_classified() -> None:
    assert classified().keys() <= {label for model in STORED for label in labels(model)}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_primary_key_is_a_bigint(model: type[models.Model]) -> None:
    assert isinstance(model._meta.pk, models.BigAutoField)


@pytest.mark.parametrize("model", STORED, ids=lambda model: model._meta.label)
def test_no_foreign_key_leaves_its_schema(model: type[models.Model]) -> None:
    """A table is in public, in each partnership's schema, or in both, and so is each table that it refers to."""
    schemas = _schemas(model)

    for field in model._meta.concrete_fields:
        if field.remote_field and getattr(field, "db_constraint", False):
            assert schemas <= _schemas(field.remote_field.model), f"{model._meta.label}.{field.name}"


def _schemas(model: type[models.Model]) -> set[str]:
    app = model._meta.app_config.name
    listed = {"public": settings.SHARED_APPS, "partnership": settings.TENANT_APPS}
    return {schema for schema, names in listed.items() if app in names}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_model_has_a_default_order(model: type[models.Model]) -> None:
    assert not model._meta.ordering
