"""The URLs for monitoring. `ProbeMiddleware` answers them on every host.

Each URL root includes them as well, so that tests that walk the URLs check their guards.
"""

from django.urls import path

from config import health

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
