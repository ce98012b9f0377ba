"""One-time codes of people in demonstrations. Import it once Django has been set up."""

from collections.abc import Iterator
from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import DEFAULT_DB_ALIAS

from tenants import current
from tenants.models import Partnership
from tenants.states import State


@dataclass(frozen=True)
class Code:
    """What an authenticator app would show."""

    schema: str
    digits: str
    seconds_left: int


def codes(email: str, *, at: float) -> Iterator[Code]:
    """The codes of somebody at a moment, one for each place that knows them.

    The service itself is asked, and partnerships in demonstration; no other is.
    """
    counter, gone = divmod(int(at), app_settings.TOTP_PERIOD)
    for schema in ["public", *demonstrations()]:
        with current.entered(schema):
            for factor in Authenticator.objects.filter(user__email=email, type=Authenticator.Type.TOTP):
                secret = get_adapter().decrypt(factor.data["secret"])
                digits = format_hotp_value(hotp_value(secret, counter))
                yield Code(schema, digits, app_settings.TOTP_PERIOD - gone)


def demonstrations(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The schemas of partnerships in demonstration."""
    with current.entered("public", using=using):
        found = Partnership.objects.using(using).filter(state=State.DEMONSTRATION)
        return list(found.values_list("schema_name", flat=True))
