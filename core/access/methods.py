"""Which HTTP methods a page answers, beside Django's own `require_safe` and `require_POST`."""

from django.views.decorators.http import require_http_methods

form_methods = require_http_methods(["GET", "HEAD", "POST"])
"""For a page that shows a form and takes it."""
