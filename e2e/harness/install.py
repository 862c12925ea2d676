"""Installs the operator from its chart and image, as a user would."""

from cluster import E2E, Cluster
from shell import run

NAMESPACE = "faultline-system"
COMMAND = str(E2E / "install-operator")


def install(cluster: Cluster, environment: dict[str, str]) -> None:
    is_new_image = cluster.load_operator()
    was_there = run(["helm", "list", "--namespace", NAMESPACE, "--short"], environment).strip()
    run([COMMAND], environment)
    if was_there and is_new_image:
        # The image has the same name as the one before, so Helm sees no difference.
        deployment = ["--namespace", NAMESPACE, "deployment/faultline"]
        run(["kubectl", "rollout", "restart", *deployment], environment)
        run(["kubectl", "rollout", "status", *deployment, "--timeout=3m"], environment)
