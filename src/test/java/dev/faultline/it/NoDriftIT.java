package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.GitOpsApp;
import dev.faultline.it.world.Kstatus;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether what is applied from Git stays as it is in Git while the operator is at work. */
class NoDriftIT {
    private static final Path EXAMPLES = Path.of("examples");

    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("no-drift");

    private TestNamespace namespace;

    static Stream<Path> stories() throws IOException {
        try (var folders = Files.list(EXAMPLES)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @BeforeEach
    void makeNamespace() {
        namespace = ApiServer.ready().namespace("no-drift");
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void anotherServerSideApplyWouldChangeNothing(Path story) {
        var app = GitOpsApp.of(story, namespace);
        try {
            app.applyOnTheServer();
            awaitTheOperator(app);

            eventually(() -> assertThat(app.predicted()).isEqualTo(app.live()));
        } finally {
            app.remove();
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void aThreeWayDiffFindsNothing(Path story) {
        var app = GitOpsApp.of(story, namespace);
        try {
            app.applyOnTheClient();
            awaitTheOperator(app);

            var diff = app.diff();

            assertThat(diff.exitCode()).as(diff.output()).isZero();
        } finally {
            app.remove();
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void budgetsBelongToTheirPolicyAndAreNotMarkedAsPartOfTheApplication(Path story) {
        var app = GitOpsApp.of(story, namespace);
        try {
            app.applyOnTheServer();
            awaitTheOperator(app);

            assertThat(namespace.budgets().list().getItems())
                    .hasSize((int) budgets(app))
                    .allSatisfy(budget -> {
                        var metadata = budget.getMetadata();
                        assertThat(metadata.getOwnerReferences())
                                .singleElement()
                                .returns(true, OwnerReference::getController)
                                .returns(TestNamespace.POLICY_KIND, OwnerReference::getKind)
                                .satisfies(owner -> assertThat(app.policies()).contains(owner.getName()));
                        assertThat(metadata.getLabels()).doesNotContainKey(GitOpsApp.TRACKING_LABEL);
                        assertThat(metadata.getAnnotations()).doesNotContainKey(GitOpsApp.TRACKING_ANNOTATION);
                    });
            assertThat(app.live()).noneMatch(object -> "PodDisruptionBudget".equals(object.get("kind")));
        } finally {
            app.remove();
        }
    }

    @Test
    void aChangeByHandIsFoundByServerSideApply() {
        var app = GitOpsApp.of(EXAMPLES.resolve("stateless"), namespace);
        try {
            app.applyOnTheServer();
            awaitTheOperator(app);

            changeByHand(app);

            assertThat(app.predicted()).isNotEqualTo(app.live());
        } finally {
            app.remove();
        }
    }

    @Test
    void aChangeByHandIsFoundByAThreeWayDiff() {
        var app = GitOpsApp.of(EXAMPLES.resolve("stateless"), namespace);
        try {
            app.applyOnTheClient();
            awaitTheOperator(app);

            changeByHand(app);

            assertThat(app.diff().exitCode()).isEqualTo(1);
        } finally {
            app.remove();
        }
    }

    private void changeByHand(GitOpsApp app) {
        app.policies()
                .forEach(policy -> namespace.merge(
                        namespace.policies().withName(policy).require(),
                        "{\"spec\": {\"targetRefs\": [{\"kind\": \"Deployment\", \"name\": \"other\"}]}}"));
    }

    /** As many as the policies say that they have. */
    private long budgets(GitOpsApp app) {
        return app.policies().stream()
                .flatMap(policy -> namespace.policy(policy).targets().stream())
                .filter(target -> target.get("parts") instanceof List<?> parts && parts.contains("budget"))
                .count();
    }

    private void awaitTheOperator(GitOpsApp app) {
        var policies = app.policies();
        var probes = app.probes();
        assertThat(policies.size() + probes.size()).isPositive();
        probes.forEach(probe -> namespace.awaitProbe(
                probe,
                view -> assertThat(Kstatus.of(view.resource())).as(view.text()).isEqualTo(Kstatus.Current)));
        policies.forEach(policy -> namespace.awaitPolicy(
                policy, view -> assertThat(Kstatus.of(view)).as(view.text()).isEqualTo(Kstatus.Current)));
    }
}
