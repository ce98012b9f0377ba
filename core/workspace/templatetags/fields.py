"""What components ask of form fields. Settings make these filters builtins."""

from django import forms, template
from django.forms.boundfield import BoundField

register = template.Library()


@register.filter
def first_input(field: BoundField) -> str:
    """The id of the control that an error leads to: of a group of choices the first; of a hidden field none."""
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
    """The field, its label ending in "(optional)" where it may stay empty. A single tick box always may."""
    if not field.field.required and not isinstance(field.field, forms.BooleanField) and not field.is_hidden:
        field.label = f"{field.label} (optional)"
    return field
