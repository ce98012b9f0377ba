"""A decorator for HTTP methods, in addition to Django's `require_safe` and `require_POST`."""

from django.views.decorators.http import require_http_methods

form_methods = require_http_methods(["GET", "HEAD", "POST"])
"""For a view that shows a form and receives it."""
