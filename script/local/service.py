"""A local service's tables and demo partnerships. Import it once Django has been set up."""

from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from core.accounts.models import User
from core.workspace.demo.people import ACCOUNTS, PASSWORD, write_factors
from script.local import assets
from script.local.fault import Fault
from script.local.progress import console, step
from tenants import current
from tenants.models import Partnership
from tenants.operations import actions as operations
from tenants.operations.models import Operator
from tenants.provisioning import provision
from tenants.states import State
from tenants.upgrading import upgrade

OPERATOR = "olive@safetynet.example"
DEMONSTRATIONS = {
    "hampshire": ("Hampshire and Isle of Wight Community Safety Partnership", "Hampshire"),
    "north_lincolnshire": ("North Lincolnshire Community Safety Partnership", "North Lincolnshire"),
    "spelthorne": ("Spelthorne Community Safety Partnership", "Spelthorne"),
}


def make_ready() -> None:
    """Brings tables, assets and demo partnerships to what they should be; quick where they are. Raises Fault."""
    collect_assets()
    with step("Tables") as details:
        details.append(_upgrade())
    for schema in DEMONSTRATIONS:
        demonstrate(schema)
    if not Operator.objects.using("owner").exists():
        with step("Operator"):
            _appoint_operator()
    connections.close_all()


def collect_assets() -> None:
    """Puts the built assets where pages find them, unless they are there."""
    if not _is_collected():
        with step("Assets collected"):
            call_command("collectstatic", interactive=False, verbosity=0)


def _is_collected() -> bool:
    """Whether the assets were collected after they were last built."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    return manifest.exists() and manifest.stat().st_mtime >= assets.STAMP.stat().st_mtime


def _upgrade() -> str:
    lagging: list[int] = []
    failures = upgrade(on_start=lagging.append)
    if failures:
        raise Fault(f"{failures[0].schema} cannot be upgraded: {failures[0].reason}")
    return f"{lagging[0]} partnerships upgraded" if lagging and lagging[0] else "at this release"


def demonstrate(schema: str) -> None:
    """Provisions a demo partnership and fills it. One that is filled, or is not in demonstration, stays as it is."""
    name, short_name = DEMONSTRATIONS[schema]
    with step(short_name) as details:
        state = _state(schema)
        if state is None:
            host = current.workspace_host(schema)
            provision(schema=schema, name=name, short_name=short_name, domain=host, admin_email="")
        elif state is not State.DEMONSTRATION:
            details.append(f"{state.label.lower()}, so left as it is")
            return
        said = StringIO()
        call_command("seed_demo", schema, stdout=said)
        details.append(said.getvalue().partition(": ")[2].strip() or "as it was")


def _state(schema: str) -> State | None:
    """The state of a partnership; None where there is none of that name."""
    found = Partnership.objects.using("owner").filter(schema_name=schema).values_list("state", flat=True).first()
    return State(found) if found else None


def _appoint_operator() -> None:
    """Gives the service an operator who signs in like everybody in the demonstrations."""
    appointed = operations.appoint(email=OPERATOR, name="Olive Hartley")
    with current.entered("public"):
        user = User.objects.get(pk=appointed.user_id)
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        write_factors([user])


def announce() -> None:
    """Says where everything is, and how to sign in."""
    console.print("\n[bold]SafetyNet is running.[/] Ctrl-C stops it.\n")
    for schema in DEMONSTRATIONS:
        state = _state(schema)
        note = "" if state is State.DEMONSTRATION else f"  ({state.label.lower()})" if state else ""
        console.print(f"  {current.workspace_address(schema)}{note}", style="cyan")
    console.print(f"  {current.address(settings.BASE_DOMAIN)}  (the service itself; {OPERATOR} runs it)", style="cyan")
    console.print("\nSign in at hampshire as")
    for part in ACCOUNTS:
        address = f"{part.first_name.lower()}@hampshire.example"
        console.print(f"  {address:<28}{part.job_title}, {part.role.name.lower()}")
    console.print(f"\nEverybody's password is {PASSWORD}; script/code EMAIL prints their one-time code.")
    console.print(f"For the service itself: script/code --operator {OPERATOR}\n")
    connections.close_all()
