package dev.faultline.cluster.traffic;

import dev.faultline.cluster.Observed;
import dev.faultline.injection.sidecar.Sidecar;
import dev.faultline.xds.Identities;
import dev.faultline.xds.Proxy;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Asks the API server whose token it is. Only a token made for us and bound to a pod that lives says anything. */
public final class TokenReviews implements Identities {
    private static final String ACCOUNT = "system:serviceaccount:";
    private static final String POD = "authentication.kubernetes.io/pod-name";
    private static final String UID = "authentication.kubernetes.io/pod-uid";

    private final KubernetesClient client;
    private final Observed observed;

    public TokenReviews(KubernetesClient client, Observed observed) {
        this.client = client;
        this.observed = observed;
    }

    @Override
    public Answer identify(String token) {
        try {
            return judged(client.resource(question(token)).create().getStatus());
        } catch (KubernetesClientException e) {
            return new Answer.Unavailable("the API server answers " + e.getCode());
        }
    }

    /** Without the audience, any token of the API server would do. */
    private static TokenReview question(String token) {
        return new TokenReviewBuilder()
                .withNewSpec()
                .withToken(token)
                .withAudiences(Sidecar.AUDIENCE)
                .endSpec()
                .build();
    }

    private Answer judged(TokenReviewStatus status) {
        if (!Boolean.TRUE.equals(status.getAuthenticated())) {
            return new Answer.Refused("the token is not valid");
        }
        if (!Objects.requireNonNullElse(status.getAudiences(), List.<String>of())
                .contains(Sidecar.AUDIENCE)) {
            return new Answer.Refused("the token is made for another audience");
        }
        var user = status.getUser();
        var name = only(user.getExtra(), POD);
        var uid = only(user.getExtra(), UID);
        var namespace = namespace(user.getUsername());
        if (name.isEmpty() || uid.isEmpty() || namespace.isEmpty()) {
            return new Answer.Refused("the token is bound to no pod");
        }
        return alive(new Proxy(namespace.get(), name.get(), uid.get()));
    }

    private static Optional<String> only(Map<String, List<String>> extras, String key) {
        return Optional.ofNullable(extras.get(key))
                .filter(values -> values.size() == 1)
                .map(List::getFirst);
    }

    private static Optional<String> namespace(String user) {
        var parts = user.startsWith(ACCOUNT) ? user.substring(ACCOUNT.length()).split(":") : new String[0];
        return parts.length == 2 ? Optional.of(parts[0]) : Optional.empty();
    }

    /** The token of a pod that was deleted is good for seconds more. */
    private Answer alive(Proxy proxy) {
        var pod = observed.pod(proxy.namespace(), proxy.pod());
        if (pod.isEmpty()) {
            return new Answer.Unavailable("the pod is not seen yet, or any more");
        }
        return pod.filter(found -> proxy.uid().equals(found.getMetadata().getUid()))
                .filter(TokenReviews::runs)
                .<Answer>map(_ -> new Answer.Known(proxy))
                .orElseGet(() -> new Answer.Refused("the pod has another uid or has ended"));
    }

    private static boolean runs(Pod pod) {
        var phase = pod.getStatus().getPhase();
        return !"Succeeded".equals(phase) && !"Failed".equals(phase);
    }
}
