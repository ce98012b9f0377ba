"""The Helm chart: its source files, and what it deploys, as helm renders it."""

import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from config.schedule import SCHEDULE
from script.local import helm
from script.local.errors import ScriptError

CHART = Path(__file__).resolve().parent.parent.parent / "helm"
VALUES: dict[str, Any] = yaml.safe_load((CHART / "values.yaml").read_text())
SCHEMA = json.loads((CHART / "values.schema.json").read_text())
NEEDED = {
    "baseDomain": "safetynet.example",
    "image": {"repository": "images.example/safetynet"},
    "ingress": {"tlsSecret": "wildcard"},
}
OWNERS = {"upgrade", "operator"}  # components that hold the owner's login


def with_changes(values: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Returns the values with these changes, merged as helm merges them."""
    return values | {
        name: with_changes(values[name], change)
        if isinstance(change, dict) and isinstance(values.get(name), dict)
        else change
        for name, change in changes.items()
    }


# Source files --------------------------------------------------------------------------------------------------------


def test_values_match_their_schema() -> None:
    jsonschema_rs.validate(SCHEMA, VALUES)
    jsonschema_rs.validate(SCHEMA, with_changes(VALUES, NEEDED))


@pytest.mark.parametrize(
    "wrong",
    [
        {"baseDomian": "safetynet.example"},
        {"baseDomain": "https://safetynet.example"},
        {"web": {"replicas": 0}},
        {"web": {"replicas": "two"}},
        {"environment": {"OWNER_DATABASE_URL": "postgresql://safetynet_owner@db/safetynet"}},
        {"environment": {"SECRET_KEY": "in plain sight"}},
        {"timedCommands": [{"name": "nothing", "command": [], "schedule": "* * * * *"}]},
    ],
)
def test_invalid_values_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(SCHEMA, with_changes(VALUES, wrong))


def test_templates_use_every_value_and_no_others() -> None:
    templates = "\n".join(path.read_text() for path in (CHART / "templates").iterdir())
    used = {tuple(path.split(".")) for path in re.findall(r"\.Values\.([A-Za-z.]+)", templates)}

    assert {path for path in used if not has_value(path)} == set()
    assert {path for path in paths_of_values(VALUES) if not any(path[: len(each)] == each for each in used)} == set()


def has_value(path: tuple[str, ...]) -> bool:
    """Whether values.yaml has a value at this path."""
    here: Any = VALUES
    for name in path:
        if not isinstance(here, dict) or name not in here:
            return False
        here = here[name]
    return True


def paths_of_values(values: dict[str, Any], above: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """The paths of all values."""
    found = set()
    for name, value in values.items():
        found |= paths_of_values(value, (*above, name)) if isinstance(value, dict) and value else {(*above, name)}
    return found


def test_timed_commands_match_the_schedule() -> None:
    assert {tuple(each["command"]) for each in VALUES["timedCommands"]} == set(SCHEDULE)


def test_alerts_use_existing_gauges() -> None:
    source = (CHART.parent / "config" / "metrics.py").read_text()
    rules = yaml.safe_load((CHART / "alerts.yaml").read_text())

    used = {name for rule in rules for name in re.findall(r"safetynet_\w+", rule["expr"])}

    assert used
    assert {name for name in used if f'"{name}"' not in source} == set()


# Rendered ------------------------------------------------------------------------------------------------------------

may_build_helm = pytest.mark.timeout(30 * 60)  # seconds: the first test may have to build helm, on a slow machine


@cache
def program() -> Path | ScriptError:
    """The path of helm, or the error if it cannot be built. Tried once."""
    try:
        return helm.find_or_build()
    except ScriptError as error:
        return error


def render(values: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """Runs `helm template` on the chart with these values."""
    if isinstance(found := program(), ScriptError):
        pytest.fail(str(found), pytrace=False)
    command = [str(found), "template", "safetynet", str(CHART), "--kube-version", "1.30.0", "--values", "-"]
    return subprocess.run(command, input=json.dumps(values), capture_output=True, text=True, check=False)


def rendered(changes: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The documents that helm sends to the cluster."""
    result = render(with_changes(NEEDED, changes or {}))
    assert result.returncode == 0, result.stderr
    return [document for document in yaml.safe_load_all(result.stdout) if document]


def pods(documents: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The pods of all documents, by component."""
    found = {}
    for document in documents:
        spec = document.get("spec", {})
        template = spec.get("jobTemplate", {}).get("spec", spec).get("template")
        if template:
            found[template["metadata"]["labels"]["app.kubernetes.io/component"]] = template["spec"]
    return found


EVERYTHING = {
    "web": {"autoscaling": {"enabled": True}},
    "monitoring": {"serviceMonitor": True, "alerts": True, "labels": {"release": "prometheus"}},
    "ingress": {"className": "nginx", "ownDomains": [{"host": "data.council.example", "tlsSecret": "data-council"}]},
    "files": {"existingClaim": "files"},
    "image": {"pullSecrets": ["registry"], "tag": "1.2.3"},
    "environment": {"EMAIL_HOST": "mail.example"},
    "nodeSelector": {"pool": "safetynet"},
    "tolerations": [{"key": "safetynet", "operator": "Exists"}],
}
BARE = {"ingress": {"enabled": False}, "networkPolicy": {"enabled": False}}
OPTIONS = {"HorizontalPodAutoscaler", "ServiceMonitor", "PrometheusRule"}


@may_build_helm
@pytest.mark.parametrize("changes", [{}, EVERYTHING, BARE])
def test_every_pod_runs_without_root(changes: dict[str, Any]) -> None:
    found = pods(rendered(changes))

    timed = {f"timed-{each['name']}" for each in VALUES["timedCommands"]}
    assert set(found) == {"web", "worker", "operator", "upgrade", *timed}
    for pod in found.values():
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
        assert container["securityContext"]["readOnlyRootFilesystem"] is True
        assert container["securityContext"]["allowPrivilegeEscalation"] is False
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"]["memory"]
        assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}


@may_build_helm
def test_temporary_files_stay_in_memory() -> None:
    for pod in pods(rendered()).values():
        (temporary,) = (each for each in pod["volumes"] if each["name"] == "tmp")
        assert temporary["emptyDir"]["medium"] == "Memory"


@may_build_helm
def test_only_upgrade_and_operator_have_the_owner_login() -> None:
    holders = {
        component
        for component, pod in pods(rendered(EVERYTHING)).items()
        if {"secretRef": {"name": "safetynet-owner"}} in pod["containers"][0]["envFrom"]
    }

    assert holders == OWNERS


@may_build_helm
def test_the_chart_creates_no_secret() -> None:
    assert "Secret" not in {document["kind"] for document in rendered(EVERYTHING)}


@may_build_helm
def test_the_ingress_lists_every_host() -> None:
    (ingress,) = [document for document in rendered(EVERYTHING) if document["kind"] == "Ingress"]

    hosts = ["safetynet.example", "*.safetynet.example", "*.public.safetynet.example", "data.council.example"]
    assert [rule["host"] for rule in ingress["spec"]["rules"]] == hosts
    assert [host for tls in ingress["spec"]["tls"] for host in tls["hosts"]] == hosts


@may_build_helm
def test_optional_resources_are_rendered_when_enabled() -> None:
    kinds = {document["kind"] for document in rendered(EVERYTHING)}

    assert OPTIONS | {"PodDisruptionBudget", "NetworkPolicy"} <= kinds
    assert not OPTIONS & {each["kind"] for each in rendered()}


@may_build_helm
def test_probes_use_existing_paths() -> None:
    (container,) = pods(rendered())["web"]["containers"]

    assert container["livenessProbe"]["httpGet"]["path"] == "/livez"
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"


@may_build_helm
def test_the_upgrade_runs_first() -> None:
    (upgrade,) = [document for document in rendered() if document["kind"] == "Job"]

    assert upgrade["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"


@may_build_helm
@pytest.mark.parametrize("missing", ["baseDomain", "image", "ingress"])
def test_a_missing_required_value_is_named(missing: str) -> None:
    result = render({name: value for name, value in NEEDED.items() if name != missing})

    assert result.returncode != 0
    assert re.search(rf"{missing}[.\w]* is required", result.stderr)
