"""
Tests of the chart, by the real helm: python3 -m unittest discover -s helm/faultline/tests

helm is taken from $HELM, the PATH, or the cache where e2e/cluster/cluster builds it.
"""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

CHART = Path(__file__).resolve().parents[1]
ROOT = CHART.parents[1]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "faultline"
HELM = os.environ.get("HELM") or shutil.which("helm") or str(CACHE / "bin" / "helm")
NAMESPACE = "faultline-system"

# All that the operator may change in a cluster, apart from the Lease in its own namespace.
MAY_CHANGE = {
    ("faultline.dev", "resiliencepolicies/status", "patch"),
    ("faultline.dev", "resiliencepolicies/status", "update"),
    ("policy", "poddisruptionbudgets", "create"),
    ("policy", "poddisruptionbudgets", "patch"),
    ("policy", "poddisruptionbudgets", "delete"),
    ("", "pods/eviction", "create"),
    ("events.k8s.io", "events", "create"),
    ("events.k8s.io", "events", "patch"),
}


def setUpModule():
    if not Path(HELM).exists():
        raise RuntimeError("helm is not there; `e2e/cluster/cluster bin helm` builds it")


def helm(*arguments: str) -> str:
    done = subprocess.run([HELM, *arguments], text=True, capture_output=True)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout


def template(*arguments: str, release: str = "faultline", chart: Path = CHART) -> str:
    return helm("template", release, str(chart), "--namespace", NAMESPACE, *arguments)


def objects(yaml: str) -> list[dict]:
    """Parses YAML documents. Python has no parser for YAML, but helm has."""
    with tempfile.TemporaryDirectory() as folder:
        reader = Path(folder)
        (reader / "templates").mkdir()
        (reader / "Chart.yaml").write_text("apiVersion: v2\nname: reader\nversion: 0.1.0\n")
        (reader / "in.yaml").write_text(yaml)
        (reader / "templates" / "out.yaml").write_text(
            '{{ range regexSplit "(?m)^---$" (.Files.Get "in.yaml") -1 }}'
            "{{ with fromYaml . }}\n---\n{{ toJson . }}{{ end }}{{ end }}"
        )
        told = helm("template", "reader", folder)
    found = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    broken = [each["Error"] for each in found if "Error" in each]
    if broken:
        raise AssertionError(broken)
    return found


def rendered(*arguments: str, **options) -> dict[str, dict[str, dict]]:
    """kind -> name -> object"""
    found: dict[str, dict[str, dict]] = {}
    for each in objects(template(*arguments, **options)):
        found.setdefault(each["kind"], {})[each["metadata"]["name"]] = each
    return found


class ChartTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.chart = rendered()
        cls.deployment = cls.chart["Deployment"]["faultline"]["spec"]
        cls.pod = cls.deployment["template"]["spec"]
        [cls.container] = cls.pod["containers"]

    def refusal(self, *arguments: str) -> str:
        with self.assertRaises(AssertionError) as refused:
            template(*arguments)
        return str(refused.exception)


class RightsTest(ChartTest):
    def rules(self):
        for kind in ("Role", "ClusterRole"):
            for role in self.chart[kind].values():
                yield from role["rules"]

    def test_nothing_is_granted_by_a_wildcard(self):
        for rule in self.rules():
            self.assertNotIn("*", rule["apiGroups"] + rule["resources"] + rule["verbs"])

    def test_secrets_and_impersonation_are_out_of_reach(self):
        for rule in self.rules():
            self.assertFalse({"secrets", "serviceaccounts", "users", "groups"} & set(rule["resources"]))
            self.assertFalse({"bind", "escalate", "impersonate"} & set(rule["verbs"]))

    def test_changes_only_what_the_list_says(self):
        [core] = self.chart["ClusterRole"].values()
        granted = {
            (group, resource, verb)
            for rule in core["rules"]
            for group in rule["apiGroups"]
            for resource in rule["resources"]
            for verb in rule["verbs"]
            if verb not in ("get", "list", "watch")
        }

        self.assertEqual(granted, MAY_CHANGE)

    def test_the_lease_is_the_only_one_it_may_touch(self):
        [role] = self.chart["Role"].values()
        named, create = role["rules"]

        self.assertEqual(named["resourceNames"], ["faultline"])
        self.assertEqual(create["verbs"], ["create"])
        self.assertEqual(role["metadata"]["namespace"], NAMESPACE)

    def test_every_right_is_the_operators_alone(self):
        account = {"kind": "ServiceAccount", "name": self.pod["serviceAccountName"], "namespace": NAMESPACE}
        for kind in ("RoleBinding", "ClusterRoleBinding"):
            for binding in self.chart[kind].values():
                self.assertEqual(binding["subjects"], [account])
        self.assertIn(account["name"], self.chart["ServiceAccount"])

    def test_evictions_are_dry_runs_unless_turned_off(self):
        [policy] = self.chart["ValidatingAdmissionPolicy"].values()
        [binding] = self.chart["ValidatingAdmissionPolicyBinding"].values()
        [condition] = policy["spec"]["matchConditions"]

        self.assertIn(f"'system:serviceaccount:{NAMESPACE}:faultline'", condition["expression"])
        self.assertEqual(binding["spec"]["policyName"], policy["metadata"]["name"])
        self.assertNotIn(
            "ValidatingAdmissionPolicy", rendered("--set", "admissionPolicies.dryRunEvictionsOnly=false")
        )


class PodTest(ChartTest):
    def test_is_restricted_as_pod_security_wants_it(self):
        security = self.container["securityContext"]

        self.assertTrue(self.pod["securityContext"]["runAsNonRoot"])
        self.assertEqual(self.pod["securityContext"]["runAsUser"], 65532)
        self.assertEqual(self.pod["securityContext"]["seccompProfile"], {"type": "RuntimeDefault"})
        self.assertIs(security["allowPrivilegeEscalation"], False)
        self.assertEqual(security["capabilities"], {"drop": ["ALL"]})
        self.assertTrue(security["readOnlyRootFilesystem"])
        self.assertFalse({"hostNetwork", "hostPID", "hostIPC", "initContainers"} & set(self.pod))
        self.assertEqual([set(volume) for volume in self.pod["volumes"]], [{"name", "emptyDir"}])

    def test_the_selector_outlives_a_new_version(self):
        selector = self.deployment["selector"]["matchLabels"]
        labels = self.deployment["template"]["metadata"]["labels"]

        self.assertLessEqual(selector.items(), labels.items())
        self.assertFalse([label for label in selector if "version" in label or "chart" in label])

    def test_budget_spread_and_service_mean_the_same_pods(self):
        selector = self.deployment["selector"]["matchLabels"]

        self.assertEqual(self.chart["PodDisruptionBudget"]["faultline"]["spec"]["selector"]["matchLabels"], selector)
        self.assertEqual(self.chart["Service"]["faultline-metrics"]["spec"]["selector"], selector)
        for constraint in self.pod["topologySpreadConstraints"]:
            self.assertEqual(constraint["labelSelector"]["matchLabels"], selector)
            self.assertEqual(constraint["whenUnsatisfiable"], "ScheduleAnyway")

    def test_can_be_drained_one_by_one(self):
        budget = self.chart["PodDisruptionBudget"]["faultline"]["spec"]

        self.assertEqual(self.deployment["replicas"], 2)
        self.assertEqual(budget["maxUnavailable"], 1)
        self.assertEqual(budget["unhealthyPodEvictionPolicy"], "AlwaysAllow")

    def test_probes_ask_the_management_port(self):
        ports = {port["name"]: port["containerPort"] for port in self.container["ports"]}
        paths = {"startupProbe": "started", "livenessProbe": "live", "readinessProbe": "ready"}

        self.assertEqual(ports["management"], 9000)
        for probe, path in paths.items():
            self.assertEqual(self.container[probe]["httpGet"], {"path": f"/q/health/{path}", "port": "management"})

    def test_settings_reach_the_operator(self):
        chart = rendered(
            "--set", "leaderElection=false,replicas=1,logLevel=DEBUG",
            "--set", "extraEnv[0].name=JAVA_TOOL_OPTIONS,extraEnv[0].value=-Xlog:gc",
        )
        [container] = chart["Deployment"]["faultline"]["spec"]["template"]["spec"]["containers"]
        environment = {each["name"]: each.get("value") for each in container["env"]}

        self.assertEqual(environment["FAULTLINE_LEADER_ELECTION"], "false")
        self.assertEqual(environment["FAULTLINE_LOG_LEVEL"], "DEBUG")
        self.assertEqual(environment["JAVA_TOOL_OPTIONS"], "-Xlog:gc")

    def test_the_image_is_the_version_unless_said_otherwise(self):
        def image(*arguments: str) -> str:
            chart = rendered(*arguments)
            return chart["Deployment"]["faultline"]["spec"]["template"]["spec"]["containers"][0]["image"]

        digest = "sha256:" + "0" * 64
        self.assertEqual(self.container["image"], f"faultline/operator:{pom_version()}")
        self.assertEqual(image("--set", "image.tag=1.2.3"), "faultline/operator:1.2.3")
        self.assertEqual(
            image("--set", f"image.repository=example.org:5000/a/b,image.tag=1.2.3,image.digest={digest}"),
            f"example.org:5000/a/b@{digest}",
        )


class CrdsTest(ChartTest):
    def test_are_those_of_the_repository(self):
        files = sorted((ROOT / "crds").glob("*.yml"))
        expected = [each for file in files for each in objects(file.read_text())]

        for crd in expected:
            ours = self.chart["CustomResourceDefinition"][crd["metadata"]["name"]]
            self.assertEqual(ours["spec"], crd["spec"])
        self.assertEqual(len(self.chart["CustomResourceDefinition"]), len(expected))
        self.assertTrue(expected)

    def test_are_kept_when_the_release_goes_unless_said_otherwise(self):
        def kept(chart: dict) -> set:
            return {
                crd["metadata"].get("annotations", {}).get("helm.sh/resource-policy")
                for crd in chart["CustomResourceDefinition"].values()
            }

        self.assertEqual(kept(self.chart), {"keep"})
        self.assertEqual(kept(rendered("--set", "crds.keep=false")), {None})

    def test_can_be_left_to_others(self):
        self.assertNotIn("CustomResourceDefinition", rendered("--set", "crds.enabled=false"))

    def test_are_in_the_package(self):
        with tempfile.TemporaryDirectory() as folder:
            helm("package", str(CHART), "--destination", folder)
            [package] = Path(folder).iterdir()
            listed = subprocess.run(["tar", "tzf", package], text=True, capture_output=True, check=True).stdout

            self.assertEqual(template(chart=package), template())
            self.assertNotIn("tests", listed)


class RefusalTest(ChartTest):
    def test_a_mistyped_value_is_named(self):
        self.assertIn("additional properties 'replica' not allowed", self.refusal("--set", "replica=3"))
        self.assertIn("at '/crds': additional properties 'kept'", self.refusal("--set", "crds.kept=true"))

    def test_a_wrong_value_is_told_from_the_right_ones(self):
        self.assertIn(
            "at '/logLevel': value must be one of 'ERROR', 'WARN', 'INFO', 'DEBUG'",
            self.refusal("--set", "logLevel=info"),
        )
        self.assertIn("at '/replicas'", self.refusal("--set-string", "replicas=2"))

    def test_old_clusters_are_refused(self):
        self.assertIn("incompatible with Kubernetes v1.32.9", self.refusal("--kube-version", "1.32.9"))
        template("--kube-version", "1.33.0")
        template("--kube-version", "1.33.4-gke.100")

    def test_two_writers_are_refused(self):
        self.assertIn("set replicas to 1", self.refusal("--set", "leaderElection=false"))

    def test_a_setting_of_the_chart_is_not_overridden_by_the_way(self):
        value = "extraEnv[0].name=FAULTLINE_NAMESPACE,extraEnv[0].value=other"

        self.assertIn("extraEnv has FAULTLINE_NAMESPACE", self.refusal("--set", value))


class MetadataTest(ChartTest):
    def test_the_version_is_that_of_the_operator(self):
        [about] = objects(helm("show", "chart", str(CHART)))

        self.assertEqual(about["appVersion"], pom_version())

    def test_every_value_has_a_default_and_a_schema(self):
        [values] = objects((CHART / "values.yaml").read_text())
        schema = json.loads((CHART / "values.schema.json").read_text())["properties"]

        self.assertEqual(set(values), set(schema) - {"global"})
        for name in ("image", "crds", "admissionPolicies", "resources"):
            self.assertEqual(set(values[name]), set(schema[name]["properties"]))

    def test_everything_is_labelled(self):
        for kind in self.chart.values():
            for each in kind.values():
                labels = each["metadata"]["labels"]
                self.assertEqual(labels["app.kubernetes.io/name"], "faultline")
                self.assertEqual(labels["app.kubernetes.io/version"], pom_version())

    def test_another_release_has_names_of_its_own(self):
        chart = rendered(release="mine")
        del chart["CustomResourceDefinition"]

        for kind in chart.values():
            for name in kind:
                self.assertRegex(name, r"^mine-faultline")


def pom_version() -> str:
    pom = ElementTree.parse(ROOT / "pom.xml").getroot()
    return pom.findtext("{http://maven.apache.org/POM/4.0.0}version")


if __name__ == "__main__":
    unittest.main()
