"""deploy/kubernetes, put together by kubectl and held against Kubernetes' own schemas.

Needs kubectl (only the program, no cluster). Nothing is started.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from dev.paths import ROOT

PLACES = ("base", "overlays/example")
KUBERNETES = "1.32"
OUTSIDE = {"hepatica", "hepatica-tls"}
"""Secrets that a hospital makes itself."""
FIGURES = ROOT / "docs" / "operating" / "scale.json"
Thing = dict[str, Any]


@pytest.fixture(scope="module", params=PLACES)
def things(request: pytest.FixtureRequest) -> list[Thing]:
    """All that is applied to a cluster."""
    folder = ROOT / "deploy" / "kubernetes" / request.param
    words = ["kubectl", "kustomize", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return list(yaml.safe_load_all(done.stdout))


def of(things: list[Thing], *kinds: str) -> dict[str, Thing]:
    return {thing["metadata"]["name"]: thing for thing in things if thing["kind"] in kinds}


def pods(things: list[Thing]) -> dict[str, Thing]:
    found = of(things, "Deployment", "StatefulSet")
    return {name: thing["spec"]["template"] for name, thing in found.items()}


def containers(things: list[Thing]) -> Iterator[tuple[str, Thing]]:
    for name, pod in pods(things).items():
        for container in pod["spec"]["containers"]:
            yield name, container


def matches(selector: Thing, pod: Thing) -> bool:
    labels = pod["metadata"]["labels"]
    plain = selector.get("matchLabels", {})
    chosen = selector.get("matchExpressions", [])
    return all(labels.get(name) == value for name, value in plain.items()) and all(
        one["operator"] == "In" and labels.get(one["key"]) in one["values"] for one in chosen
    )


def rasa_configuration(things: list[Thing]) -> str:
    (here,) = (
        thing for name, thing in of(things, "ConfigMap").items() if name.startswith("nginx-here")
    )
    return str(here["data"]["rasa-servers.conf"])


def test_kubernetes_knows_every_word(things: list[Thing]) -> None:
    for thing in things:
        kubernetes_validate.validate(thing, KUBERNETES, strict=True)


def test_what_is_referred_to_is_there(things: list[Thing]) -> None:
    text = json.dumps([pod["spec"] for pod in pods(things).values()])
    maps = set(re.findall(r'"configMap(?:Ref)?": \{[^{}]*?"name": "([^"]+)"', text))
    maps |= set(re.findall(r'"configMap": \{"items".*?\], "name": "([^"]+)"', text))
    assert len(maps) == 3
    assert maps == set(of(things, "ConfigMap"))
    secrets = re.findall(
        r'"secret(?:Ref|KeyRef)?": \{[^{}]*?"(?:name|secretName)": "([^"]+)"', text
    )
    assert "hepatica" in secrets
    assert set(secrets) <= OUTSIDE


def test_no_secret_stands_in_the_repository(things: list[Thing]) -> None:
    assert not of(things, "Secret")
    for settings in of(things, "ConfigMap").values():
        assert not [
            n for n in settings["data"] if re.search(r"PASSWORD|KEY|TOKEN|SECRET|DATABASE", n)
        ]


def test_every_container_is_confined(things: list[Thing]) -> None:
    for name, pod in pods(things).items():
        assert pod["spec"]["securityContext"]["runAsNonRoot"] is True, name
        assert pod["spec"]["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert pod["spec"]["automountServiceAccountToken"] is False, name
    for name, container in containers(things):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }, name


def test_every_container_says_what_it_needs_and_is_looked_after(things: list[Thing]) -> None:
    for name, container in containers(things):
        assert set(container["resources"]["requests"]) == {"cpu", "memory"}, name
        assert "memory" in container["resources"]["limits"], name
        ports = {port["name"] for port in container["ports"]}
        for probe in ("livenessProbe", "readinessProbe"):
            assert container[probe]["httpGet"]["port"] in ports, name


@pytest.mark.parametrize("name", ["rasa", "actions"])
def test_servers_are_asked_where_they_answer(things: list[Thing], name: str) -> None:
    container = dict(containers(things))[name]
    asked = {probe: container[f"{probe}Probe"]["httpGet"]["path"] for probe in _PROBES}
    assert asked == _PROBES
    # Slower than the server's own checks, which take two seconds at most.
    assert container["readinessProbe"]["timeoutSeconds"] > 2


_PROBES = {"startup": "/health/live", "liveness": "/health/live", "readiness": "/health/ready"}


def test_memory_is_what_was_measured_and_more(things: list[Thing]) -> None:
    if not FIGURES.exists():
        pytest.skip("not measured yet: python -m bench.scale")
    measured = json.loads(FIGURES.read_text(encoding="utf-8"))["soak"]["memory"]
    for name, container in containers(things):
        most = max((m["most_mb"] for n, m in measured.items() if n.startswith(name)), default=0)
        resources = container["resources"]
        assert megabytes(resources["requests"]["memory"]) >= most, name
        assert megabytes(resources["limits"]["memory"]) >= 1.5 * most, name


def megabytes(text: str) -> int:
    number, unit = re.fullmatch(r"(\d+)(Mi|Gi)", text).groups()  # type: ignore[union-attr]
    return int(number) * {"Mi": 1, "Gi": 1024}[unit]


def test_services_find_pods_and_ports(things: list[Thing]) -> None:
    for name, service in of(things, "Service").items():
        chosen = dict(service["spec"]["selector"])
        numbered = chosen.pop("statefulset.kubernetes.io/pod-name", None)
        found = [pod for pod in pods(things).values() if matches({"matchLabels": chosen}, pod)]
        if numbered:
            found = [pods(things)["rasa"]]
        assert len(found) == 1, name
        ports = {p["name"] for c in found[0]["spec"]["containers"] for p in c["ports"]}
        assert {port["targetPort"] for port in service["spec"]["ports"]} <= ports, name


def test_nginx_has_each_rasa_server_and_no_other(things: list[Thing]) -> None:
    listed = re.findall(r"(?m)^server (rasa-\d+):5005", rasa_configuration(things))
    rasa = of(things, "StatefulSet")["rasa"]
    assert listed == [f"rasa-{number}" for number in range(rasa["spec"]["replicas"])]
    services = of(things, "Service")
    for name in listed:
        assert services[name]["spec"]["selector"] == {"statefulset.kubernetes.io/pod-name": name}


def test_a_server_that_is_not_ready_still_gets_messages(things: list[Thing]) -> None:
    for name, service in of(things, "Service").items():
        if name.startswith("rasa-"):
            assert service["spec"]["publishNotReadyAddresses"] is True


def test_nginx_gets_the_files_of_deploy_nginx(things: list[Thing]) -> None:
    maps = of(things, "ConfigMap")
    (common,) = (thing["data"] for name, thing in maps.items() if name.startswith("nginx-common"))
    folder = ROOT / "deploy" / "nginx"
    assert common == {n: (folder / n).read_text("utf-8") for n in ("nginx.conf", "hepatica.conf")}
    (nginx,) = (pod["spec"] for name, pod in pods(things).items() if name == "nginx")
    (sources,) = (v["projected"]["sources"] for v in nginx["volumes"] if "projected" in v)
    placed = {i["path"] for s in sources for i in s["configMap"].get("items", [])}
    wanted = set(re.findall(r"include (here/[\w-]+\.conf)", common["hepatica.conf"]))
    assert wanted <= placed


def test_every_pod_is_walled_in_and_action_servers_reach_nobody(things: list[Thing]) -> None:
    policies = of(things, "NetworkPolicy")
    assert policies["nothing-else"]["spec"] == {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
    }
    for policy in policies.values():
        rules = policy["spec"].get("egress", [])
        pod = pods(things)["actions"]
        if rules and policy["metadata"]["name"] != "nothing-else":
            assert not matches(policy["spec"]["podSelector"], pod)


def test_what_servers_need_of_each_other_is_let_through(things: list[Thing]) -> None:
    for asker, asked, port in (("nginx", "rasa", 5005), ("rasa", "actions", 5055)):
        assert lets(things, "egress", "to", asker, asked, port)
        assert lets(things, "ingress", "from", asked, asker, port)
    assert not lets(things, "egress", "to", "nginx", "actions", 5055)
    assert not lets(things, "ingress", "from", "actions", "nginx", 5055)


def lets(things: list[Thing], way: str, side: str, mine: str, other: str, port: int) -> bool:
    templates = pods(things)
    return any(
        matches(policy["spec"]["podSelector"], templates[mine])
        and any(
            {"port": port} in rule.get("ports", [])
            and any(
                "podSelector" in peer and matches(peer["podSelector"], templates[other])
                for peer in rule.get(side, [])
            )
            for rule in policy["spec"].get(way, [])
        )
        for policy in of(things, "NetworkPolicy").values()
        if policy["spec"]["podSelector"]
    )


def test_a_node_that_goes_takes_one_server_at_a_time(things: list[Thing]) -> None:
    budgets = of(things, "PodDisruptionBudget")
    assert set(budgets) == set(pods(things))
    for name, budget in budgets.items():
        assert budget["spec"]["maxUnavailable"] == 1
        assert matches(budget["spec"]["selector"], pods(things)[name])


def test_only_action_servers_scale_by_themselves(things: list[Thing]) -> None:
    (scaler,) = of(things, "HorizontalPodAutoscaler").values()
    assert scaler["spec"]["scaleTargetRef"]["name"] == "actions"
    assert "replicas" not in of(things, "Deployment")["actions"]["spec"]


def test_settings_are_those_of_the_endpoints(things: list[Thing]) -> None:
    endpoints = (ROOT / "deploy" / "endpoints.yml").read_text(encoding="utf-8")
    needed = set(re.findall(r"\$\{(\w+)\}", endpoints)) - {"RABBITMQ_PASSWORD"}
    (settings,) = (t for n, t in of(things, "ConfigMap").items() if n.startswith("settings"))
    assert needed <= set(settings["data"])
    port = of(things, "Service")["actions"]["spec"]["ports"][0]["port"]
    assert settings["data"]["HEPATICA_ACTIONS"] == f"http://actions:{port}"


def test_the_images_are_those_that_the_dockerfile_builds(things: list[Thing]) -> None:
    text = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^FROM \S+ AS ([\w-]+)", text))
    for name, container in containers(things):
        image = Path(container["image"].partition(":")[0]).name
        assert name == "nginx" or image.removeprefix("hepatica-") in targets, image
