"""Filters for form fields. The settings make them builtins."""

from django import forms, template
from django.forms.boundfield import BoundField

register = template.Library()


@register.filter
def first_input(field: BoundField) -> str:
    """The id of the control that an error links to: the first of a group of choices; empty for a hidden field."""
    widget = field.field.widget
    if widget.is_hidden:
        return ""
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"id_{field.html_name}_1"
    if isinstance(widget, forms.MultiWidget):
        return f"{field.auto_id}_0"
    return str(field.id_for_label or field.auto_id)


@register.filter
def named_optional(field: BoundField) -> BoundField:
    """The field, with "(optional)" in its label if it may be left empty. A single tick box always may."""
    if not field.field.required and not isinstance(field.field, forms.BooleanField) and not field.is_hidden:
        field.label = f"{field.label} (optional)"
    return field
