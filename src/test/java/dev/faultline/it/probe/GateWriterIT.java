package dev.faultline.it.probe;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.probe.ReadinessImpact;
import dev.faultline.cluster.gate.GateWriter;
import dev.faultline.it.world.Account;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.AuditLog;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.TestNamespace;
import dev.faultline.probe.gate.GateWrite;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the API server makes of a readiness condition, with the rights that the chart gives for it. */
class GateWriterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private TestNamespace namespace;
    private Account account;
    private KubernetesClient client;
    private GateWriter writer;

    @BeforeEach
    void begin() {
        namespace = ApiServer.ready().namespace("gates");
        namespace.apply(Manifests.deployment("web", 3));
        account = Account.make(namespace, "gate");
        namespace.apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: gate-%1$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: faultline-gate}
                subjects: [{kind: ServiceAccount, name: %2$s, namespace: %1$s}]
                """.formatted(namespace.name(), account.name()));
        client = account.client();
        writer = new GateWriter(client, Clock.systemUTC());
    }

    @AfterEach
    void end() {
        writer.close();
        client.close();
        namespace
                .client()
                .rbac()
                .clusterRoleBindings()
                .withName("gate-" + namespace.name())
                .delete();
        namespace.close();
    }

    @Test
    void theConditionIsWrittenAndThoseOfOthersStay() {
        var pods = FakePods.ready(namespace, "web", 3);

        writtenUntil(pods.getFirst(), taken(pods.getFirst()), "False");

        var pod = fresh(pods.getFirst());
        assertThat(pod.getStatus().getConditions())
                .extracting(PodCondition::getType)
                .contains("PodScheduled", "Initialized", "ContainersReady", "Ready", ReadinessImpact.GATE);
        assertThat(condition(pod).orElseThrow().getMessage()).isEqualTo("fails by self/db");
        assertThat(condition(pod).orElseThrow().getReason()).isEqualTo("ChecksFailing");
        assertThat(pod.getMetadata().getManagedFields())
                .anySatisfy(entry -> assertThat(entry.getManager()).isEqualTo(GateWriter.FIELD_MANAGER));
        assertThat(pod.getStatus().getPhase()).isEqualTo("Running");

        writtenUntil(pod, released(pod), "True");

        assertThat(fresh(pod).getStatus().getConditions())
                .filteredOn(each -> each.getType().equals(ReadinessImpact.GATE))
                .hasSize(1);
    }

    @Test
    void aNamesakeOfThePodThatWasJudgedIsNotTouched() {
        var pod = FakePods.ready(namespace, "web", 3).getFirst();
        writtenUntil(pod, released(pod), "True");
        var stranger = new GateWrite(
                "00000000-0000-0000-0000-000000000000", pod.getMetadata().getName(), false, false, "");

        writer.write(namespace.name(), List.of(stranger), PATIENCE);

        assertThat(condition(fresh(pod)).orElseThrow().getStatus()).isEqualTo("True");
        assertThat(fresh(pod).getMetadata().getUid())
                .isEqualTo(pod.getMetadata().getUid());
    }

    @Test
    void aPodThatIsGoneHoldsUpNoOther() {
        var pods = FakePods.ready(namespace, "web", 3);
        writtenUntil(pods.getFirst(), released(pods.getFirst()), "True");
        var writes = new ArrayList<GateWrite>();
        writes.add(new GateWrite("1", "nobody", true, true, ""));
        pods.forEach(pod -> writes.add(taken(pod)));

        writer.write(namespace.name(), writes, PATIENCE);

        assertThat(pods)
                .allSatisfy(
                        pod -> assertThat(condition(fresh(pod)).orElseThrow().getStatus())
                                .isEqualTo("False"));
    }

    @Test
    void noMoreThanTheRightToPatchTheStatusOfPodsIsUsed() {
        var pod = FakePods.ready(namespace, "web", 3).getFirst();
        writtenUntil(pod, released(pod), "True");
        var audit = AuditLog.mark();

        writer.write(namespace.name(), List.of(taken(pod)), PATIENCE);

        eventually(() -> assertThat(audit.rightsUsedBy(account))
                .singleElement()
                .asString()
                .contains("pods/status"));
    }

    /** The authorizer learns of a binding a moment after it was made. */
    private void writtenUntil(Pod pod, GateWrite write, String status) {
        eventually(() -> {
            writer.write(namespace.name(), List.of(write), PATIENCE);
            assertThat(condition(fresh(pod)).map(PodCondition::getStatus)).contains(status);
        });
    }

    private static GateWrite taken(Pod pod) {
        return new GateWrite(pod.getMetadata().getUid(), pod.getMetadata().getName(), false, false, "fails by self/db");
    }

    private static GateWrite released(Pod pod) {
        return new GateWrite(pod.getMetadata().getUid(), pod.getMetadata().getName(), true, true, "in service");
    }

    private Pod fresh(Pod pod) {
        return namespace
                .client()
                .pods()
                .inNamespace(namespace.name())
                .withName(pod.getMetadata().getName())
                .require();
    }

    private static Optional<PodCondition> condition(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(each -> each.getType().equals(ReadinessImpact.GATE))
                .findFirst();
    }
}
