"""
Tests of the chart, by the real helm: python3 -m unittest discover -s helm/faultline/tests

helm is taken from $HELM, the PATH, or the cache where e2e/cluster/cluster builds it.
"""

import functools
import json
import os
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import values_table

CHART = Path(__file__).resolve().parents[1]
ROOT = CHART.parents[1]
PAGE = ROOT / "docs" / "install.md"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "faultline"
HELM = os.environ.get("HELM") or shutil.which("helm") or str(CACHE / "bin" / "helm")
NAMESPACE = "faultline-system"

# What people write, and what the operator alone writes the status of.
KINDS = ["resiliencepolicies", "healthprobes", "gamedays", "gamedayruns"]

# All that the operator may change in a cluster, apart from its Lease and its Secrets in its own namespace, and from
# restarts.
MAY_CHANGE = {
    ("faultline.dev", "resiliencepolicies/status", "patch"),
    ("faultline.dev", "healthprobes/status", "patch"),
    ("faultline.dev", "gamedays/status", "patch"),
    ("faultline.dev", "gamedayruns", "create"),
    ("faultline.dev", "gamedayruns", "patch"),
    ("faultline.dev", "gamedayruns", "delete"),
    ("faultline.dev", "gamedayruns/status", "update"),
    ("policy", "poddisruptionbudgets", "create"),
    ("policy", "poddisruptionbudgets", "patch"),
    ("policy", "poddisruptionbudgets", "delete"),
    ("", "pods/eviction", "create"),
    ("events.k8s.io", "events", "create"),
    ("", "configmaps", "create"),
    ("", "configmaps", "patch"),
    ("", "configmaps", "delete"),
    ("authentication.k8s.io", "tokenreviews", "create"),
    ("admissionregistration.k8s.io", "mutatingwebhookconfigurations", "create"),
    ("admissionregistration.k8s.io", "mutatingwebhookconfigurations", "update"),
    ("admissionregistration.k8s.io", "mutatingwebhookconfigurations", "delete"),
}
# Of these it may touch only those that it has made, by their names.
NAMED = {
    "configmaps": {"faultline-ca"},
    "mutatingwebhookconfigurations": {"faultline-injector"},
    "secrets": {"faultline-webhook-tls", "faultline-xds-tls"},
    "leases": {"faultline"},
}
# Fixed in the operator, whose certificates carry them.
FIXED_NAMES = {"faultline-webhook", "faultline-xds"}
FAULTS = {"kind": "ServiceAccount", "name": "faultline-faults", "namespace": NAMESPACE}
HOOKS = {"uninstall": "pre-delete", "test": "test"}


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


def schema_and_values() -> tuple[dict, dict]:
    [values] = objects((CHART / "values.yaml").read_text())
    return json.loads((CHART / "values.schema.json").read_text()), values


def event(each: dict) -> str:
    """When a hook runs; empty for what is part of the release."""
    return each["metadata"].get("annotations", {}).get("helm.sh/hook", "")


@functools.cache
def _rendered(arguments: tuple[str, ...], **options) -> list[dict]:
    return objects(template(*arguments, **options))


def rendered(*arguments: str, hook: str = "", **options) -> dict[str, dict[str, dict]]:
    """kind -> name -> object, of the release or of one of its hooks"""
    found: dict[str, dict[str, dict]] = {}
    for each in _rendered(arguments, **options):
        if event(each) == hook:
            found.setdefault(each["kind"], {})[each["metadata"]["name"]] = each
    return found


def granted(role: dict) -> set[tuple[str, str, str]]:
    return {
        (group, resource, verb)
        for rule in role["rules"]
        for group in rule["apiGroups"]
        for resource in rule["resources"]
        for verb in rule["verbs"]
    }


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
        for hook in ("", *HOOKS.values()):
            for kind in ("Role", "ClusterRole"):
                for role in rendered(hook=hook).get(kind, {}).values():
                    yield from role["rules"]

    def bound(self, chart: dict) -> set:
        return {
            (each["roleRef"]["kind"], each["roleRef"]["name"])
            for kind in ("RoleBinding", "ClusterRoleBinding")
            for each in chart.get(kind, {}).values()
        }

    def test_nothing_is_granted_by_a_wildcard(self):
        for rule in self.rules():
            self.assertNotIn("*", rule["apiGroups"] + rule["resources"] + rule["verbs"])

    def test_accounts_and_impersonation_are_out_of_reach(self):
        for rule in self.rules():
            self.assertFalse({"serviceaccounts", "users", "groups"} & set(rule["resources"]))
            self.assertFalse({"bind", "escalate", "impersonate"} & set(rule["verbs"]))

    def test_secrets_are_out_of_reach_but_its_own_two_in_its_own_namespace(self):
        held = [role for kind in ("Role", "ClusterRole") for role in self.chart[kind].values()
                if any("secrets" in rule["resources"] for rule in role["rules"])]

        self.assertEqual([(role["kind"], role["metadata"]["namespace"]) for role in held], [("Role", NAMESPACE)])

    def test_what_others_have_too_it_reads_and_writes_by_name(self):
        of_faults = {"faultline-chaos", "faultline-stop"}
        for role in (role for kind in ("Role", "ClusterRole") for role in self.chart[kind].values()):
            for rule in role["rules"]:
                for resource in set(rule["resources"]) & set(NAMED):
                    named = {"faultline-stop"} if role["metadata"]["name"] in of_faults else NAMED[resource]
                    if rule["verbs"] != ["create"] and (role["metadata"]["name"], resource) != ("faultline-chaos", "leases"):
                        self.assertEqual(set(rule["resourceNames"]), named, rule)

    def test_changes_only_what_the_list_says(self):
        core = granted(self.chart["ClusterRole"]["faultline-core"])

        self.assertEqual({right for right in core if right[2] not in ("get", "list", "watch")}, MAY_CHANGE)

    def test_its_rights_by_role_are_for_its_own_namespace(self):
        self.assertEqual({role["metadata"]["namespace"] for role in self.chart["Role"].values()}, {NAMESPACE})

    def test_workloads_are_changed_only_where_restarts_are_allowed(self):
        change = {("apps", "deployments", "patch"), ("apps", "statefulsets", "patch")}
        without = rendered("--set", "automaticRollout.enabled=false")

        self.assertEqual(granted(self.chart["ClusterRole"]["faultline-rollout"]), change)
        self.assertIn(("ClusterRole", "faultline-rollout"), self.bound(self.chart))
        self.assertNotIn(("ClusterRole", "faultline-rollout"), self.bound(without))
        self.assertNotIn("faultline-restarts-only", without["ValidatingAdmissionPolicy"])

    def test_the_status_of_pods_is_written_only_where_gates_are_enabled(self):
        role = ("ClusterRole", "faultline-gate")
        allowed = rendered("--set", "gates.enabled=true")

        self.assertEqual(granted(self.chart["ClusterRole"]["faultline-gate"]), {("", "pods/status", "patch")})
        self.assertNotIn(role, self.bound(self.chart))
        self.assertIn(role, self.bound(allowed))

    def test_config_maps_are_read_only_where_findings_may(self):
        role = ("ClusterRole", "faultline-configmaps")
        allowed = rendered("--set", "findings.readConfigMaps=true")

        self.assertNotIn("faultline-configmaps", self.chart["ClusterRole"])
        self.assertNotIn(role, self.bound(self.chart))
        self.assertEqual(granted(allowed["ClusterRole"]["faultline-configmaps"]),
                         {("", "configmaps", "list"), ("", "configmaps", "watch")})
        self.assertIn(role, self.bound(allowed))

    def test_secrets_for_probes_are_read_only_where_an_administrator_says(self):
        allowed = rendered("--set", "probes.credentialsNamespaces={shop}")
        role = allowed["Role"]["faultline-probe-credentials"]
        binding = allowed["RoleBinding"]["faultline-probe-credentials"]

        self.assertNotIn("faultline-probe-credentials", self.chart["Role"])
        self.assertEqual(granted(role), {("", kind, verb) for kind in ("secrets", "configmaps") for verb in ("list", "watch")})
        self.assertEqual({role["metadata"]["namespace"], binding["metadata"]["namespace"]}, {"shop"})
        self.assertEqual(binding["subjects"][0]["namespace"], NAMESPACE)

    def test_faults_are_injected_only_where_an_administrator_says_and_by_an_account_of_their_own(self):
        allowed = rendered("--set", "gameDays.namespaces={shop}")
        binding = allowed["RoleBinding"]["faultline-chaos"]

        self.assertNotIn("faultline-chaos", self.chart["RoleBinding"])
        self.assertEqual(binding["metadata"]["namespace"], "shop")
        self.assertEqual(binding["subjects"], [FAULTS])
        self.assertEqual(binding["roleRef"]["name"], "faultline-chaos")
        self.assertEqual(granted(self.chart["ClusterRole"]["faultline-chaos"]), {
            ("", "pods", "delete"), ("", "pods/eviction", "create"),
            ("apps", "deployments", "get"), ("apps", "deployments", "patch"),
            ("apps", "statefulsets", "get"), ("apps", "statefulsets", "patch"),
            ("coordination.k8s.io", "leases", "create"), ("coordination.k8s.io", "leases", "get"),
            ("coordination.k8s.io", "leases", "delete"), ("", "configmaps", "get")})
        self.assertFalse(self.chart["ServiceAccount"]["faultline-faults"]["automountServiceAccountToken"])

    def test_the_webhooks_secret_is_cert_managers_when_it_issues_it(self):
        role = rendered("--set", "certManager.enabled=true")["Role"]["faultline-certificates"]
        written = [set(rule["resourceNames"]) for rule in role["rules"] if "update" in rule["verbs"]]

        self.assertEqual(written, [{"faultline-xds-tls"}])

    def test_every_right_is_the_operators_alone(self):
        account = {"kind": "ServiceAccount", "name": self.pod["serviceAccountName"], "namespace": NAMESPACE}
        for kind in ("RoleBinding", "ClusterRoleBinding"):
            for name, binding in self.chart[kind].items():
                self.assertEqual(binding["subjects"], [FAULTS if name == "faultline-stop" else account])
        self.assertIn(account["name"], self.chart["ServiceAccount"])

    def test_rights_of_features_to_come_are_held_by_nobody(self):
        self.assertEqual(self.bound(self.chart), {
            ("ClusterRole", "faultline-core"), ("ClusterRole", "faultline-rollout"),
            ("Role", "faultline-lease"), ("Role", "faultline-certificates"),
            ("Role", "faultline-faults-token"), ("Role", "faultline-stop")})
        self.assertLess({"faultline-chaos", "faultline-nodes"}, set(self.chart["ClusterRole"]))
        for name in ("faultline-chaos", "faultline-nodes"):
            labels = self.chart["ClusterRole"][name]["metadata"]["labels"]
            self.assertFalse([label for label in labels if label.startswith("rbac.authorization.k8s.io")])

    def test_people_get_the_rights_that_fit_their_role(self):
        def added(name: str) -> set:
            labels = self.chart["ClusterRole"][name]["metadata"]["labels"]
            return {label.rpartition("-")[2] for label, value in labels.items() if "aggregate-to" in label and value == "true"}

        def on_each_kind(*verbs: str) -> set:
            return {("faultline.dev", kind, verb) for kind in KINDS for verb in verbs}

        read = on_each_kind("get", "list", "watch")
        write = on_each_kind("create", "update", "patch", "delete", "deletecollection")

        self.assertEqual(added("faultline-view"), {"view", "edit", "admin"})
        self.assertEqual(granted(self.chart["ClusterRole"]["faultline-view"]), read)
        self.assertEqual(added("faultline-edit"), {"edit", "admin"})
        self.assertEqual(granted(self.chart["ClusterRole"]["faultline-edit"]), write)
        self.assertFalse({"faultline-view", "faultline-edit"}
                         & set(rendered("--set", "rbac.aggregateRoles=false")["ClusterRole"]))

    def test_another_account_gets_all_rights_and_no_other_has_them(self):
        chart = rendered("--set", "serviceAccount.create=false,serviceAccount.name=mine")
        pod = chart["Deployment"]["faultline"]["spec"]["template"]["spec"]
        subjects = [binding["subjects"] for kind in ("RoleBinding", "ClusterRoleBinding") for binding in chart[kind].values()]
        rules = [json.dumps(each["spec"]) for each in chart["ValidatingAdmissionPolicy"].values()]
        self.assertEqual(len(rules), 3)

        self.assertEqual(set(chart["ServiceAccount"]), {"faultline-faults"})
        self.assertEqual(pod["serviceAccountName"], "mine")
        self.assertEqual({each["name"] for [each] in subjects}, {"mine", "faultline-faults"})
        self.assertTrue(all(f"'system:serviceaccount:{NAMESPACE}:mine'" in each for each in rules))


class AdmissionTest(ChartTest):
    def policy(self, name: str) -> dict:
        full = f"faultline-{name}"
        self.assertEqual(self.chart["ValidatingAdmissionPolicyBinding"][full]["spec"],
                         {"policyName": full, "validationActions": ["Deny"]})
        return self.chart["ValidatingAdmissionPolicy"][full]["spec"]

    def policies(self, *arguments: str) -> set:
        chart = rendered(*arguments)
        kinds = ("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding")
        policies, bindings = (set(chart.get(kind, {})) for kind in kinds)
        self.assertEqual(policies, bindings)
        return policies

    def test_evictions_by_the_operator_are_dry_runs(self):
        policy = self.policy("dry-run-evictions-only")
        [condition] = policy["matchConditions"]

        self.assertEqual(policy["failurePolicy"], "Fail")
        self.assertIn(f"'system:serviceaccount:{NAMESPACE}:faultline'", condition["expression"])

    def test_a_status_is_the_operators_alone_and_the_refusal_names_the_value(self):
        policy = self.policy("status-by-operator-only")
        [rule] = policy["matchConstraints"]["resourceRules"]
        [validation] = policy["validations"]

        self.assertEqual(policy["failurePolicy"], "Fail")
        self.assertEqual(rule["resources"], [f"{kind}/status" for kind in KINDS])
        self.assertIn(f"== 'system:serviceaccount:{NAMESPACE}:faultline'", validation["expression"])
        self.assertIn("admissionPolicies.statusByOperatorOnly=false", validation["message"])

    def test_restarts_by_the_operator_are_no_other_change(self):
        policy = self.policy("restarts-only")
        [condition] = policy["matchConditions"]
        [rule] = policy["matchConstraints"]["resourceRules"]
        *levels, annotations = [each["expression"] for each in policy["validations"]]

        self.assertEqual(policy["failurePolicy"], "Fail")
        self.assertEqual(rule["resources"], ["deployments", "statefulsets"])
        self.assertIn(f"'system:serviceaccount:{NAMESPACE}:faultline'", condition["expression"])
        self.assertEqual(annotations.count("'faultline.dev/restarted-for'"), 2)
        self.assertEqual(len(levels), 4)

    def test_each_can_be_turned_off(self):
        names = {"dryRunEvictionsOnly": "faultline-dry-run-evictions-only", "restartsOnly": "faultline-restarts-only",
                 "statusByOperatorOnly": "faultline-status-by-operator-only"}
        for value, name in names.items():
            self.assertEqual(self.policies("--set", f"admissionPolicies.{value}=false"), set(names.values()) - {name})


class NetworkTest(ChartTest):
    def policy(self, *arguments: str) -> dict:
        return rendered(*arguments)["NetworkPolicy"]["faultline"]["spec"]

    def test_only_the_ports_that_serve_somebody_are_reached(self):
        policy = self.chart["NetworkPolicy"]["faultline"]["spec"]

        self.assertEqual(policy["podSelector"]["matchLabels"], self.deployment["selector"]["matchLabels"])
        self.assertEqual(policy["policyTypes"], ["Ingress"])
        self.assertEqual(policy["ingress"], [
            {"ports": [{"port": 9000, "protocol": "TCP"}]},
            {"ports": [{"port": 9443, "protocol": "TCP"}]},
            {"ports": [{"port": 18000, "protocol": "TCP"}], "from": [{"namespaceSelector": {}}]},
        ])
        self.assertNotIn("NetworkPolicy", rendered("--set", "networkPolicy.enabled=false"))

    def test_peers_can_be_named(self):
        rules = self.policy("--set", "networkPolicy.ingressFrom[0].podSelector.matchLabels.app=prometheus")["ingress"]
        peers = {rule["ports"][0]["port"]: rule.get("from") for rule in rules}

        self.assertEqual(peers[9000], [{"podSelector": {"matchLabels": {"app": "prometheus"}}}])
        self.assertIsNone(peers[9443])

    def test_the_way_out_is_limited_only_when_the_api_servers_ports_are_known(self):
        policy = self.policy("--set", "networkPolicy.apiServerPorts={443,6443}")

        self.assertEqual(policy["policyTypes"], ["Ingress", "Egress"])
        self.assertEqual([port["port"] for port in policy["egress"][0]["ports"]], [443, 6443])
        self.assertEqual(policy["egress"][1:], [{
            "ports": [{"port": 18000, "protocol": "TCP"}],
            "to": [{"podSelector": {"matchLabels": self.deployment["selector"]["matchLabels"]}}]}])

    def test_webhook_and_xds_are_served_by_ready_replicas_under_the_operators_own_names(self):
        selector = self.deployment["selector"]["matchLabels"]
        ports = {port["name"]: port["containerPort"] for port in self.container["ports"]}
        for release in ("faultline", "mine"):
            services = rendered(release=release)["Service"]
            for name, port in (("webhook", 443), ("xds", 18000)):
                spec = services[f"faultline-{name}"]["spec"]
                [served] = spec["ports"]
                self.assertEqual((served["port"], served["targetPort"]), (port, name))
                self.assertFalse({"clusterIP", "publishNotReadyAddresses"} & set(spec))
        self.assertEqual((ports["webhook"], ports["xds"]), (9443, 18000))
        for name in FIXED_NAMES:
            self.assertEqual(self.chart["Service"][name]["spec"]["selector"], selector)

    def test_prometheus_is_told_when_asked_for(self):
        chart = rendered("--set", "serviceMonitor.enabled=true,serviceMonitor.interval=30s,serviceMonitor.labels.team=a")
        monitor = chart["ServiceMonitor"]["faultline"]
        service = chart["Service"]["faultline-metrics"]
        [endpoint] = monitor["spec"]["endpoints"]

        self.assertEqual(endpoint, {"port": "management", "path": "/q/metrics", "interval": "30s"})
        self.assertEqual(monitor["metadata"]["labels"]["team"], "a")
        self.assertLessEqual(monitor["spec"]["selector"]["matchLabels"].items(), service["metadata"]["labels"].items())
        self.assertIn("management", [port["name"] for port in service["spec"]["ports"]])
        self.assertNotIn("ServiceMonitor", self.chart)


class HooksTest(ChartTest):
    def hook_pod(self, word: str, *arguments: str) -> dict:
        chart = rendered(*arguments, hook=HOOKS[word])
        if word == "test":
            return chart["Pod"]["faultline-test"]["spec"]
        return chart["Job"]["faultline-uninstall"]["spec"]["template"]["spec"]

    def environment(self, word: str, *arguments: str) -> dict:
        [container] = self.hook_pod(word, *arguments)["containers"]
        return {each["name"]: each.get("value") for each in container["env"]}

    def test_each_is_told_its_word_and_runs_the_operators_image_as_restricted_as_the_operator(self):
        operator = self.container
        for word in HOOKS:
            pod = self.hook_pod(word)
            [container] = pod["containers"]
            self.assertEqual(container["args"], [word])
            self.assertEqual(container["image"], operator["image"])
            self.assertEqual(pod["securityContext"], self.deployment["template"]["spec"]["securityContext"])
            self.assertEqual(container["securityContext"], operator["securityContext"])
            self.assertEqual(pod["restartPolicy"], "Never")

    def test_each_has_an_account_of_its_own_that_exists_only_meanwhile(self):
        for word, hook in HOOKS.items():
            chart = rendered(hook=hook)
            account = {"kind": "ServiceAccount", "name": f"faultline-{word}", "namespace": NAMESPACE}
            self.assertEqual(set(chart["ServiceAccount"]), {account["name"]})
            self.assertEqual(self.hook_pod(word)["serviceAccountName"], account["name"])
            for kind in ("RoleBinding", "ClusterRoleBinding"):
                for binding in chart.get(kind, {}).values():
                    self.assertEqual(binding["subjects"], [account])

    def test_nothing_of_a_hook_that_went_well_stays(self):
        for hook in HOOKS.values():
            for kind in rendered(hook=hook).values():
                for each in kind.values():
                    self.assertEqual(each["metadata"]["annotations"]["helm.sh/hook-delete-policy"],
                                     "before-hook-creation,hook-succeeded")

    def test_rights_are_there_before_they_are_needed_and_what_is_said_is_shown(self):
        for hook in HOOKS.values():
            for kind, named in rendered(hook=hook).items():
                for each in named.values():
                    annotations = each["metadata"]["annotations"]
                    runs = kind in ("Job", "Pod")
                    self.assertEqual(int(annotations["helm.sh/hook-weight"]) < 0, not runs)
                    self.assertEqual("helm.sh/hook-output-log-policy" in annotations, runs)

    def test_nothing_that_selects_the_operator_selects_a_hook(self):
        selector = self.deployment["selector"]["matchLabels"].items()
        test = rendered(hook="test")["Pod"]["faultline-test"]
        uninstall = rendered(hook="pre-delete")["Job"]["faultline-uninstall"]["spec"]["template"]

        for each in (test, uninstall):
            self.assertFalse(selector <= each["metadata"]["labels"].items())

    def test_an_uninstall_ends_also_when_its_pod_never_runs(self):
        job = rendered(hook="pre-delete")["Job"]["faultline-uninstall"]["spec"]

        self.assertLess(job["activeDeadlineSeconds"], 300, "Helm's own patience")
        self.assertLessEqual(job["backoffLimit"], 1)

    def test_the_uninstall_hook_can_be_turned_off(self):
        self.assertEqual(rendered("--set", "uninstallHook.enabled=false", hook="pre-delete"), {})

    def test_the_uninstall_may_take_back_the_webhook_and_no_other(self):
        rules = rendered(hook="pre-delete")["ClusterRole"]["faultline-uninstall"]["rules"]
        deletes = {(*rule["resources"], *rule["resourceNames"]) for rule in rules if "delete" in rule["verbs"]}

        self.assertEqual(
            deletes, {("mutatingwebhookconfigurations", "faultline-injector"), ("configmaps", "faultline-ca")})

    def test_the_uninstall_knows_whether_the_crds_go_too(self):
        self.assertEqual(self.environment("uninstall")["FAULTLINE_CRDS_GO"], "false")
        self.assertEqual(self.environment("uninstall", "--set", "crds.keep=false")["FAULTLINE_CRDS_GO"], "true")
        self.assertEqual(
            self.environment("uninstall", "--set", "crds.keep=false,crds.enabled=false")["FAULTLINE_CRDS_GO"], "false")

    def test_the_test_knows_whether_a_status_is_the_operators_alone(self):
        off = ("--set", "admissionPolicies.statusByOperatorOnly=false")

        self.assertEqual(self.environment("test")["FAULTLINE_STATUS_BY_OPERATOR_ONLY"], "true")
        self.assertEqual(self.environment("test", *off)["FAULTLINE_STATUS_BY_OPERATOR_ONLY"], "false")

    def test_each_runs_where_the_operator_may_run(self):
        arguments = ("--set", "imagePullSecrets[0].name=mine,nodeSelector.pool=system,tolerations[0].operator=Exists",
                     "--set", "priorityClassName=")
        operator = rendered(*arguments)["Deployment"]["faultline"]["spec"]["template"]["spec"]
        for word in HOOKS:
            pod = self.hook_pod(word, *arguments)
            for key in ("imagePullSecrets", "nodeSelector", "tolerations"):
                self.assertEqual(pod[key], operator[key])
            self.assertNotIn("priorityClassName", pod)


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
        self.assertEqual([set(volume) - {"name"} for volume in self.pod["volumes"]], [{"emptyDir"}, {"projected"}])

    def test_its_token_for_other_replicas_is_none_for_the_api_server(self):
        [volume] = [each for each in self.pod["volumes"] if "projected" in each]
        [mount] = [each for each in self.container["volumeMounts"] if each["name"] == volume["name"]]
        [source] = volume["projected"]["sources"]

        self.assertEqual(source["serviceAccountToken"]["audience"], "faultline")
        self.assertEqual(f"{mount['mountPath']}/{source['serviceAccountToken']['path']}",
                         "/var/run/secrets/faultline/token")

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

    def test_its_own_budget_can_be_changed_and_left_out(self):
        chart = rendered("--set", "podDisruptionBudget.maxUnavailable=50%")

        self.assertEqual(chart["PodDisruptionBudget"]["faultline"]["spec"]["maxUnavailable"], "50%")
        self.assertNotIn("PodDisruptionBudget", rendered("--set", "podDisruptionBudget.enabled=false"))

    def test_labels_and_annotations_are_added_where_they_belong(self):
        chart = rendered("--set", "deploymentAnnotations.a=1,podAnnotations.b=2,podLabels.c=3,serviceAccount.annotations.d=4",
                         "--set-string", "deploymentAnnotations.a=1,podAnnotations.b=2,podLabels.c=3,serviceAccount.annotations.d=4")
        deployment = chart["Deployment"]["faultline"]
        pod = deployment["spec"]["template"]["metadata"]

        self.assertEqual(deployment["metadata"]["annotations"], {"a": "1"})
        self.assertEqual(pod["annotations"]["b"], "2")
        self.assertEqual(pod["labels"]["c"], "3")
        self.assertNotIn("c", deployment["spec"]["selector"]["matchLabels"])
        self.assertEqual(chart["ServiceAccount"]["faultline"]["metadata"]["annotations"], {"d": "4"})

    def test_a_label_of_the_user_cannot_take_a_pod_out_of_the_selector(self):
        chart = rendered("--set-string", r"podLabels.app\.kubernetes\.io/name=other")
        spec = chart["Deployment"]["faultline"]["spec"]

        self.assertLessEqual(spec["selector"]["matchLabels"].items(), spec["template"]["metadata"]["labels"].items())

    def test_affinity_and_spread_are_the_users_when_given(self):
        chart = rendered("--set", "affinity.podAntiAffinity.x=1", "--set", "topologySpreadConstraints[0].maxSkew=2",
                         "--set", "topologySpreadConstraints[0].topologyKey=rack",
                         "--set", "topologySpreadConstraints[0].whenUnsatisfiable=DoNotSchedule")
        pod = chart["Deployment"]["faultline"]["spec"]["template"]["spec"]

        self.assertEqual(pod["affinity"], {"podAntiAffinity": {"x": 1}})
        self.assertEqual([each["topologyKey"] for each in pod["topologySpreadConstraints"]], ["rack"])

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

    def test_the_operator_knows_prometheus_only_where_an_administrator_names_it(self):
        url = "https://prometheus.monitoring:9090/base"

        self.assertEqual(self.sidecar("--set", f"prometheus.url={url}")["PROMETHEUS_URL"], url)
        self.assertNotIn("PROMETHEUS_URL", self.sidecar())

    def test_the_operator_knows_which_addresses_pods_have(self):
        [container] = rendered()["Deployment"]["faultline"]["spec"]["template"]["spec"]["containers"]
        sources = {each["name"]: each.get("valueFrom") for each in container["env"]}

        self.assertEqual(sources["FAULTLINE_POD_IPS"], {"fieldRef": {"fieldPath": "status.podIPs"}})

    def sidecar(self, *arguments: str) -> dict:
        [container] = rendered(*arguments)["Deployment"]["faultline"]["spec"]["template"]["spec"]["containers"]
        return {each["name"].removeprefix("FAULTLINE_"): each.get("value") for each in container["env"]}

    def test_the_operator_is_told_what_sidecars_are_like(self):
        digest = "sha256:" + "0" * 64
        told = self.sidecar()
        other = self.sidecar(
            "--set", f"sidecar.image.repository=example.org/envoy,sidecar.image.digest={digest}",
            "--set", "sidecar.image.pullPolicy=Always,sidecar.resources.requests.cpu=1,clusterDomain=example.test",
            "--set", "automaticRollout.enabled=false,findings.readConfigMaps=true,gates.enabled=true")

        self.assertEqual((told["READ_CONFIG_MAPS"], other["READ_CONFIG_MAPS"]), ("false", "true"))
        self.assertEqual((told["GATES"], other["GATES"]), ("false", "true"))
        self.assertEqual(
            {name: told[name] for name in told if name.startswith("SIDECAR")},
            {"SIDECAR_IMAGE": "envoyproxy/envoy:distroless-v1.40.0", "SIDECAR_PULL_POLICY": "IfNotPresent",
             "SIDECAR_CPU": "20m", "SIDECAR_MEMORY": "64Mi",
             "SIDECAR_GUARANTEED_CPU": "200m", "SIDECAR_GUARANTEED_MEMORY": "128Mi"})
        self.assertEqual((told["CLUSTER_DOMAIN"], told["AUTOMATIC_ROLLOUT"]), ("cluster.local", "true"))
        self.assertEqual((other["SIDECAR_IMAGE"], other["SIDECAR_PULL_POLICY"], other["SIDECAR_CPU"]),
                         (f"example.org/envoy@{digest}", "Always", "1"))
        self.assertEqual((other["CLUSTER_DOMAIN"], other["AUTOMATIC_ROLLOUT"]), ("example.test", "false"))

    def test_cert_manager_issues_the_webhooks_certificate_when_asked_to(self):
        chart = rendered("--set", "certManager.enabled=true", release="mine")
        [container] = chart["Deployment"]["mine-faultline"]["spec"]["template"]["spec"]["containers"]
        serving = chart["Certificate"]["mine-faultline-webhook"]["spec"]
        authority = chart["Certificate"]["mine-faultline-webhook-ca"]["spec"]

        self.assertEqual(self.sidecar()["WEBHOOK_CERTIFICATE"], "own")
        self.assertNotIn("Certificate", self.chart)
        self.assertIn({"name": "FAULTLINE_WEBHOOK_CERTIFICATE", "value": "cert-manager"}, container["env"])
        self.assertEqual(serving["secretName"], "faultline-webhook-tls")
        self.assertEqual(serving["dnsNames"], [f"faultline-webhook.{NAMESPACE}.svc"])
        self.assertEqual(chart["Issuer"][serving["issuerRef"]["name"]]["spec"]["ca"]["secretName"], authority["secretName"])
        self.assertEqual(chart["Issuer"][authority["issuerRef"]["name"]]["spec"], {"selfSigned": {}})
        self.assertIs(authority["isCA"], True)

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
            self.assertNotIn("test_chart", listed)
            self.assertIn("templates/tests/installation.yaml", listed)


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
        for url in ("prometheus:9090", "http://me:secret@prometheus:9090", "http://prometheus:9090?tenant=1"):
            self.assertIn("at '/prometheus/url'", self.refusal("--set", f"prometheus.url={url}"))

    def test_old_clusters_are_refused(self):
        self.assertIn("incompatible with Kubernetes v1.32.9", self.refusal("--kube-version", "1.32.9"))
        template("--kube-version", "1.33.0")
        template("--kube-version", "1.33.4-gke.100")

    def test_two_writers_are_refused(self):
        self.assertIn("set replicas to 1", self.refusal("--set", "leaderElection=false"))

    def test_a_sidecar_without_a_tag_is_refused(self):
        self.assertIn("at '/sidecar/image/tag'", self.refusal("--set", "sidecar.image.tag="))

    def test_an_account_that_nobody_makes_must_be_named(self):
        self.assertIn("set serviceAccount.name", self.refusal("--set", "serviceAccount.create=false"))

    def test_a_budget_that_blocks_every_drain_is_refused(self):
        self.assertIn("at '/podDisruptionBudget/maxUnavailable'", self.refusal("--set", "podDisruptionBudget.maxUnavailable=0"))

    def test_a_setting_of_the_chart_is_not_overridden_by_the_way(self):
        value = "extraEnv[0].name=FAULTLINE_NAMESPACE,extraEnv[0].value=other"

        self.assertIn("extraEnv has FAULTLINE_NAMESPACE", self.refusal("--set", value))


class MetadataTest(ChartTest):
    def test_the_version_is_that_of_the_operator(self):
        [about] = objects(helm("show", "chart", str(CHART)))

        self.assertEqual(about["appVersion"], pom_version())

    def test_every_value_has_a_default_a_schema_and_a_description(self):
        described = list(values_table.rows(*schema_and_values()))

        self.assertTrue(described)

    def test_the_page_on_installing_lists_every_value(self):
        page = PAGE.read_text()

        self.assertEqual(values_table.updated(page, *schema_and_values()), page,
                         "docs/install.md is stale; python3 helm/faultline/tests/values_table.py rewrites its table")

    def test_everything_is_labelled(self):
        for kind in self.chart.values():
            for each in kind.values():
                labels = each["metadata"]["labels"]
                self.assertEqual(labels["app.kubernetes.io/name"], "faultline")
                self.assertEqual(labels["app.kubernetes.io/version"], pom_version())

    def test_another_release_has_names_of_its_own(self):
        chart = rendered(release="mine")
        del chart["CustomResourceDefinition"]
        names = {name for kind in chart.values() for name in kind}

        self.assertLess(FIXED_NAMES, names)
        for name in names - FIXED_NAMES - {FAULTS["name"]}:
            self.assertRegex(name, r"^mine-faultline")


def pom_version() -> str:
    pom = ElementTree.parse(ROOT / "pom.xml").getroot()
    return pom.findtext("{http://maven.apache.org/POM/4.0.0}version")


if __name__ == "__main__":
    unittest.main()
