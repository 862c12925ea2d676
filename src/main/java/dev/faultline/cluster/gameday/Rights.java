package dev.faultline.cluster.gameday;

import dev.faultline.api.gameday.run.LedgerRow.Verb;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether the account of faults may do in a namespace what a run asks for, and put it back. */
public final class Rights {
    private final FaultAccount account;

    public Rights(FaultAccount account) {
        this.account = account;
    }

    /** @param verb of a rule of RBAC */
    private record Need(String group, String resource, String subresource, String verb) {
        String words() {
            return verb + " " + resource + (subresource.isEmpty() ? "" : "/" + subresource);
        }
    }

    /**
     * What is missing, in words; empty when nothing is.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server does not answer
     */
    public Optional<String> missing(String namespace, Collection<Verb> verbs) {
        return Stream.concat(
                        Stream.of(new Need("coordination.k8s.io", "leases", "", "create")),
                        Set.copyOf(verbs).stream().sorted().flatMap(Rights::needs))
                .filter(need -> !isAllowed(namespace, need))
                .findFirst()
                .map(need -> "the account " + FaultAccount.NAME + " may not " + need.words() + " in namespace "
                        + namespace + ": add the namespace to gameDays.namespaces of the chart");
    }

    private static Stream<Need> needs(Verb verb) {
        return switch (verb) {
            case Kill -> Stream.of(new Need("", "pods", "", "delete"));
            case Evict -> Stream.of(new Need("", "pods", "eviction", "create"));
            case Scale ->
                Stream.of(new Need("apps", "deployments", "", "patch"), new Need("apps", "statefulsets", "", "patch"));
        };
    }

    private boolean isAllowed(String namespace, Need need) {
        var review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withGroup(need.group())
                .withResource(need.resource())
                .withSubresource(need.subresource())
                .withVerb(need.verb())
                .endResourceAttributes()
                .endSpec()
                .build();
        var answer =
                account.client().authorization().v1().selfSubjectAccessReview().create(review);
        return Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }
}
