"""One-time codes of people in demonstrations. Import this after django.setup()."""

from collections.abc import Iterator
from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db import DEFAULT_DB_ALIAS

from core.accounts.allauth_internals import one_time_code
from core.accounts.models import User
from script.local.errors import ScriptError
from tenants import current
from tenants.backend.connection_state import PUBLIC
from tenants.life import IN_USE
from tenants.models import Partnership
from tenants.operations.models import Order
from tenants.states import State


@dataclass(frozen=True)
class Code:
    """The code that an authenticator app shows."""

    schema: str
    digits: str
    seconds_left: int


def codes(email: str, *, at: float, is_operator: bool = False) -> Iterator[Code]:
    """The codes of a fictional person at a time, one for each demonstration that they are in.

    Live partnerships are never searched, and the public schema only for an operator. A real email address has none.
    Raises ScriptError if the database was made with another secret key.
    """
    counter, elapsed = divmod(int(at), app_settings.TOTP_PERIOD)
    for schema in [PUBLIC] if is_operator else demonstrations():
        with current.entered(schema):
            people = User.objects.fictional().with_email(email)
            for factor in Authenticator.objects.filter(user__in=people, type=Authenticator.Type.TOTP):
                yield Code(schema, one_time_code(_secret_of(factor), counter), app_settings.TOTP_PERIOD - elapsed)


def _secret_of(factor: Authenticator) -> str:
    """The secret of an authenticator app. Raises ScriptError if another secret key encrypted it."""
    try:
        secret: str = get_adapter().decrypt(factor.data["secret"])
    except InvalidToken:
        raise ScriptError(
            "The secret key is not the one that this database was made with. "
            "Use the secret key of that checkout, or make the database again with script/server --fresh."
        ) from None
    return secret


def demonstrations(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The schemas of demonstrations, including those that are suspended or leaving."""
    with current.entered(PUBLIC, using=using):
        possible = [State.DEMONSTRATION, State.SUSPENDED, State.LEAVING]
        partnerships = Partnership.objects.using(using).filter(state__in=possible)
        return [each.schema_name for each in partnerships if _is_demonstration(each, using)]


def _is_demonstration(partnership: Partnership, using: str) -> bool:
    """Whether the partnership is a demonstration, or was one when it was last in use."""
    if partnership.state == State.DEMONSTRATION:
        return True
    ended = Order.objects.using(using).of(partnership).that_ended(IN_USE).first()
    return ended is not None and ended.state_before == State.DEMONSTRATION
