"""CSRF tokens that are valid in one partnership only."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.cache import patch_vary_headers

from tenants import current


class SchemaCsrfMiddleware(CsrfViewMiddleware):
    """Django's middleware, with the cookie signed for the schema.

    Django accepts any cookie and form token that match, another partnership's too. Storing the secret in the session
    would also prevent that, but would write a row for every visitor of the sign-in page.
    """

    def _get_secret(self, request: HttpRequest) -> str | None:
        """Returns the secret in the cookie; None if there is no cookie or it was signed for another schema."""
        try:
            return _signer().unsign(request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""))
        except BadSignature:
            return None

    def _set_csrf_cookie(self, request: HttpRequest, response: HttpResponseBase) -> None:
        response.set_cookie(
            settings.CSRF_COOKIE_NAME,
            _signer().sign(request.META["CSRF_COOKIE"]),
            max_age=settings.CSRF_COOKIE_AGE,
            path=settings.CSRF_COOKIE_PATH,
            secure=settings.CSRF_COOKIE_SECURE,
            httponly=settings.CSRF_COOKIE_HTTPONLY,
            samesite=settings.CSRF_COOKIE_SAMESITE,
        )
        patch_vary_headers(response, ("Cookie",))


def _signer() -> Signer:
    return Signer(salt=f"core.accounts.csrf:{current.schema()}")
