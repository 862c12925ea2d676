package dev.faultline.cluster.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.TargetKind;
import dev.faultline.policy.target.SelectorMatch;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An index answers as if everything had been gone through, after any number of changes. */
class IndexesTest {
    private static final int CHANGES = 3000;
    private static final List<String> NAMESPACES = List.of("shop", "bank");
    private static final List<String> LABELS = List.of("app", "tier", "env", "pod-template-hash");
    private static final List<String> VALUES = List.of("a", "b", "c");
    private static final List<String> OPERATORS = List.of("In", "NotIn", "Exists", "DoesNotExist");

    private final Random random = new Random(1);
    private final Map<Place, Outline> all = new HashMap<>();
    private final WorkloadIndex index = new WorkloadIndex();

    @Test
    void theWorkloadsThatASelectorSelectsAreFound() {
        afterEachChange(() -> {
            var namespace = any(NAMESPACES);
            var selector = selector();

            assertThat(index.selectedBy(namespace, selector))
                    .containsExactlyInAnyOrderElementsOf(those(namespace)
                            .filter(each -> SelectorMatch.matches(selector, each.labels()))
                            .toList());
            assertThat(index.withTemplatesSelectedBy(namespace, selector))
                    .containsExactlyInAnyOrderElementsOf(those(namespace)
                            .filter(each -> SelectorMatch.matches(selector, each.podLabels()))
                            .toList());
        });
    }

    @Test
    void theWorkloadsWhoseSelectorSelectsAPodAreFound() {
        afterEachChange(() -> {
            var namespace = any(NAMESPACES);
            var labels = labels();

            assertThat(index.selecting(namespace, labels))
                    .containsExactlyInAnyOrderElementsOf(those(namespace)
                            .filter(each -> SelectorMatch.matches(each.selector(), labels))
                            .toList());
        });
    }

    @Test
    void aBudgetsNameLeadsToTheWorkloadsThatMayHaveIt() {
        put(workload("shop", TargetKind.Deployment, "w0"));
        put(workload("shop", TargetKind.StatefulSet, "w0"));
        put(workload("bank", TargetKind.StatefulSet, "w0"));

        assertThat(index.withBudgetPerhapsNamed("shop", "w0-faultline")).hasSize(2);
        assertThat(index.withBudgetPerhapsNamed("shop", "w0-statefulset-faultline"))
                .hasSize(1);
        assertThat(index.withBudgetPerhapsNamed("shop", "w1-faultline")).isEmpty();
    }

    @Test
    void nothingIsKeptOfWhatIsGone() {
        afterEachChange(() -> {});

        List.copyOf(all.values()).forEach(this::remove);

        for (var namespace : NAMESPACES) {
            assertThat(index.selectedBy(namespace, new LabelSelector())).isEmpty();
            for (var value : VALUES) {
                assertThat(index.selecting(namespace, Map.of("app", value))).isEmpty();
            }
        }
    }

    private void afterEachChange(Runnable check) {
        for (var change = 0; change < CHANGES; change++) {
            var workload = workload(any(NAMESPACES), any(List.of(TargetKind.values())), "w" + random.nextInt(20));
            if (random.nextInt(4) == 0) {
                remove(workload);
            } else {
                put(workload);
            }
            check.run();
        }
    }

    private void put(Outline workload) {
        all.put(workload.place(), workload);
        index.put(workload);
    }

    private void remove(Outline workload) {
        all.remove(workload.place());
        index.remove(workload);
    }

    private Stream<Outline> those(String namespace) {
        return all.values().stream().filter(workload -> workload.namespace().equals(namespace));
    }

    private Outline workload(String namespace, TargetKind kind, String name) {
        return new Outline(namespace, new Workload.Key(kind, name), labels(), selector(), labels());
    }

    private Map<String, String> labels() {
        var labels = new HashMap<String, String>();
        LABELS.stream().filter(label -> random.nextBoolean()).forEach(label -> labels.put(label, any(VALUES)));
        return labels;
    }

    private LabelSelector selector() {
        var selector = new LabelSelectorBuilder();
        IntStream.range(0, random.nextInt(3)).forEach(_ -> selector.addToMatchLabels(any(LABELS), any(VALUES)));
        IntStream.range(0, random.nextInt(2))
                .forEach(_ -> selector.addNewMatchExpression()
                        .withKey(any(LABELS))
                        .withOperator(any(OPERATORS))
                        .withValues(VALUES.subList(0, 1 + random.nextInt(2)))
                        .endMatchExpression());
        return selector.build();
    }

    private <T> T any(Collection<T> choice) {
        return choice.stream().skip(random.nextInt(choice.size())).findFirst().orElseThrow();
    }
}
