"""The tables and demonstration partnerships of a local service. Import this after django.setup()."""

from io import StringIO
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import makemigrations
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ProjectState

from core.accounts.models import User
from core.workspace.demo.people import ACCOUNTS, PASSWORD, write_factors
from script.local import assets
from script.local.errors import ScriptError
from script.local.progress import console, step
from tenants import current
from tenants.models import Partnership
from tenants.operations import actions as operations
from tenants.operations.models import Operator
from tenants.states import State
from tenants.upgrading import upgrade

LAYERS = {"core", "tenants", "billing", "sharing"}  # the folders with this project's apps
OPERATOR = "olive@safetynet.example"
DEMONSTRATIONS = {
    "hampshire": ("Hampshire and Isle of Wight Community Safety Partnership", "Hampshire"),
    "north_lincolnshire": ("North Lincolnshire Community Safety Partnership", "North Lincolnshire"),
    "spelthorne": ("Spelthorne Community Safety Partnership", "Spelthorne"),
}


def set_up() -> None:
    """Sets up tables, assets and demonstration partnerships, where needed. Raises ScriptError."""
    check_migrations()
    collect_assets()
    with step("Tables") as details:
        details.append(_upgrade())
    for schema in DEMONSTRATIONS:
        set_up_demonstration(schema)
    if not Operator.objects.using("owner").exists():
        with step("Operator"):
            _appoint_operator()
    connections.close_all()


def check_migrations() -> None:
    """Raises ScriptError if an app of this project has models that its migrations do not create."""
    if labels := apps_without_migrations():
        raise ScriptError(
            f"Models of {' and '.join(labels)} have no migration yet. Run script/manage makemigrations "
            f"{' '.join(labels)}, and start again."
        )


def apps_without_migrations() -> list[str]:
    """The labels of this project's apps whose models differ from their migrations."""
    ours = {each.label for each in apps.get_app_configs() if each.name.partition(".")[0] in LAYERS}
    loader = MigrationLoader(None, ignore_no_migrations=True)
    questioner = MigrationQuestioner(specified_apps=ours)  # as makemigrations has for apps that are named
    models = ProjectState.from_apps(apps)
    detector = makemigrations.Command.autodetector(loader.project_state(), models, questioner)
    return sorted(ours & detector.changes(loader.graph, convert_apps=ours).keys())


def collect_assets() -> None:
    """Runs collectstatic if the assets have been built since."""
    if not _is_collected():
        with step("Assets collected"):
            call_command("collectstatic", interactive=False, verbosity=0)


def _is_collected() -> bool:
    """Whether the assets have been collected since they were built."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    return manifest.exists() and manifest.stat().st_mtime >= assets.STAMP.stat().st_mtime


def _upgrade() -> str:
    lagging: list[int] = []
    failures = upgrade(on_start=lagging.append)
    if failures:
        raise ScriptError(f"{failures[0].schema} cannot be upgraded: {failures[0].reason}")
    number = lagging[0] if lagging else 0
    return f"{number} {'partnership' if number == 1 else 'partnerships'} upgraded" if number else "up to date"


def set_up_demonstration(schema: str) -> None:
    """Provisions and fills a demonstration partnership. One with data, or in another state, is left unchanged."""
    name, short_name = DEMONSTRATIONS[schema]
    with step(short_name) as details:
        state = _state(schema)
        if state is None:
            host = current.workspace_host(schema)
            operations.provision(schema=schema, name=name, short_name=short_name, domain=host, admin_email="")
        elif state is not State.DEMONSTRATION:
            details.append(f"{state.label.lower()}, left unchanged")
            return
        output = StringIO()
        call_command("seed_demo", schema, stdout=output)
        details.append(output.getvalue().partition(": ")[2].strip() or "unchanged")


def _state(schema: str) -> State | None:
    """The state of a partnership, or None if it does not exist."""
    found = Partnership.objects.using("owner").filter(schema_name=schema).values_list("state", flat=True).first()
    return State(found) if found else None


def _appoint_operator() -> None:
    """Appoints an operator, who signs in like the demonstration users."""
    appointed = operations.appoint(email=OPERATOR, name="Olive Hartley")
    with current.entered("public"):
        user = User.objects.get(pk=appointed.user_id)
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        write_factors([user])


def announce() -> None:
    """Prints the addresses, and how to sign in."""
    console.print("\n[bold]SafetyNet is running.[/] Ctrl-C stops it.\n")
    for schema in DEMONSTRATIONS:
        state = _state(schema)
        note = "" if state is State.DEMONSTRATION else f"  ({state.label.lower()})" if state else ""
        console.print(f"  {current.workspace_address(schema)}{note}", style="cyan")
    console.print(f"  {current.address(settings.BASE_DOMAIN)}  (operators' console)", style="cyan")
    console.print("\nSign in to Hampshire as")
    for account in ACCOUNTS:
        email = f"{account.first_name.lower()}@hampshire.example"
        console.print(f"  {email:<28}{account.job_title}, {account.role.name.lower()}")
    console.print(f"\nThe password of every account is {PASSWORD}. script/code EMAIL prints a one-time code.")
    console.print(f"Operators' console: sign in as {OPERATOR}, with script/code --operator {OPERATOR}\n")
    connections.close_all()
