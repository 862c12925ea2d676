package dev.faultline.it.world;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that RBAC allows, or that somebody has asked for.
 *
 * @param resource with its subresource, such as {@code pods/eviction}
 */
public record Right(String group, String resource, String verb) {

    /** What the roles bound to an account allow it, of all that these objects hold. */
    public static Set<Right> held(List<HasMetadata> objects, Account account) {
        var bound =
                objects.stream().flatMap(object -> boundRole(object, account)).collect(Collectors.toSet());
        return objects.stream()
                .filter(object -> bound.contains(
                        object.getKind() + "/" + object.getMetadata().getName()))
                .flatMap(role -> of(role).stream())
                .collect(Collectors.toSet());
    }

    /** What one role allows. */
    public static Set<Right> of(HasMetadata role) {
        return rules(role).stream()
                .flatMap(rule -> rule.getApiGroups().stream()
                        .flatMap(group -> rule.getResources().stream()
                                .flatMap(resource ->
                                        rule.getVerbs().stream().map(verb -> new Right(group, resource, verb)))))
                .collect(Collectors.toSet());
    }

    private static List<PolicyRule> rules(HasMetadata role) {
        return switch (role) {
            case ClusterRole cluster -> cluster.getRules();
            case Role namespaced -> namespaced.getRules();
            default -> throw new AssertionError(role.getKind() + " is no role");
        };
    }

    private static Stream<String> boundRole(HasMetadata object, Account account) {
        return switch (object) {
            case ClusterRoleBinding binding
            when isMeant(binding.getSubjects(), account) ->
                Stream.of(binding.getRoleRef().getKind() + "/"
                        + binding.getRoleRef().getName());
            case RoleBinding binding
            when isMeant(binding.getSubjects(), account) ->
                Stream.of(binding.getRoleRef().getKind() + "/"
                        + binding.getRoleRef().getName());
            default -> Stream.empty();
        };
    }

    private static boolean isMeant(List<Subject> subjects, Account account) {
        return subjects.stream()
                .anyMatch(subject -> subject.getName().equals(account.name())
                        && account.namespace().equals(subject.getNamespace()));
    }
}
