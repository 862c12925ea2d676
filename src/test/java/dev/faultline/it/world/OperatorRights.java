package dev.faultline.it.world;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.ArrayList;
import java.util.List;

/** Takes a right from the operator and gives it back. */
public final class OperatorRights implements AutoCloseable {
    private static final String CORE = "faultline-core";

    private final List<PolicyRule> before;

    private OperatorRights(List<PolicyRule> before) {
        this.before = before;
    }

    public static OperatorRights without(String verb, String resource) {
        var before = role().require().getRules();
        role().edit(role -> {
            role.getRules().stream()
                    .filter(rule -> rule.getResources().contains(resource))
                    .forEach(rule -> {
                        var verbs = new ArrayList<>(rule.getVerbs());
                        verbs.remove(verb);
                        rule.setVerbs(verbs);
                    });
            // A rule that allows nothing is refused.
            role.getRules().removeIf(rule -> rule.getVerbs().isEmpty());
            return role;
        });
        return new OperatorRights(before);
    }

    @Override
    public void close() {
        role().edit(role -> {
            role.setRules(before);
            return role;
        });
    }

    private static Resource<ClusterRole> role() {
        return ApiServer.ready().client().rbac().clusterRoles().withName(CORE);
    }
}
