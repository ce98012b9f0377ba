"""The tag with which the gallery shows one state of a component."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def state(content: SafeString, name: str) -> SafeString:
    """One state of a component, with its name above it."""
    return render_to_string("gallery/_state.html", {"content": content, "name": name})
