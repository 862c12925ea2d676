package dev.faultline.policy.mention;

import dev.faultline.policy.capture.Containers;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is read of a pod template's containers.
 *
 * @param mentions hosts in their environment, at most {@link Mentions#MOST}
 * @param sources ConfigMaps that more of their environment comes from, at most {@link Source#MOST}
 * @param unprobed names of the containers that serve and have no readiness probe
 * @param ports numbers of the TCP ports that have names
 */
public record Template(
        List<Mention> mentions, List<Source> sources, List<String> unprobed, Map<String, Integer> ports) {
    public static final Template NONE = new Template(List.of(), List.of(), List.of(), Map.of());

    /** Where a template that has been pruned keeps what was read of it: no manifest can hold a value of this type. */
    private static final String KEPT = "read";

    /** Variables that hold what nobody should read, whatever it looks like. */
    private static final Pattern SECRET =
            Pattern.compile(".*(PASSWORD|PASSWD|PASSPHRASE|PWD|SECRET|TOKEN|KEY|CREDENTIALS?)");

    /** Variables that hold where others find the workload. */
    private static final Pattern OWN = Pattern.compile(".*(PUBLIC|ORIGIN|REDIRECT|CALLBACK).*");

    /** Ports that nobody calls but who watches. */
    private static final Pattern WATCHED = Pattern.compile(".*(metrics|prom).*");

    public static Template of(PodTemplateSpec template) {
        var kept = template.getAdditionalProperties() == null
                ? null
                : template.getAdditionalProperties().get(KEPT);
        return kept instanceof Template read ? read : read(template);
    }

    /** Keeps it on a template that keeps nothing else of its containers. */
    public void keepOn(PodTemplateSpec pruned) {
        pruned.setAdditionalProperties(equals(NONE) ? Map.of() : Map.of(KEPT, this));
    }

    /** With hosts that its sources have, as far as there is room. */
    public Template with(Stream<Mention> more) {
        return new Template(
                Stream.concat(mentions.stream(), more)
                        .distinct()
                        .limit(Mentions.MOST)
                        .toList(),
                sources,
                unprobed,
                ports);
    }

    private static Template read(PodTemplateSpec template) {
        if (template.getSpec() == null) {
            return NONE;
        }
        var mentions = new Mentions();
        Containers.all(template.getSpec())
                .flatMap(container -> Containers.list(container.getEnv()).stream())
                .flatMap(variable -> text(variable).stream())
                .forEach(mentions::read);
        return new Template(
                List.copyOf(mentions.found()),
                Containers.all(template.getSpec())
                        .flatMap(Source::of)
                        .distinct()
                        .limit(Source.MOST)
                        .toList(),
                Containers.app(template.getSpec()).stream()
                        .filter(Template::serves)
                        .filter(container -> container.getReadinessProbe() == null)
                        .map(Container::getName)
                        .toList(),
                ports(template));
    }

    private static Map<String, Integer> ports(PodTemplateSpec template) {
        return Containers.serving(template.getSpec())
                .flatMap(container -> Containers.ports(container).stream())
                .filter(port -> port.getName() != null && port.getContainerPort() != null && isTcp(port))
                .collect(Collectors.toUnmodifiableMap(
                        ContainerPort::getName, ContainerPort::getContainerPort, (first, _) -> first));
    }

    private static boolean isTcp(ContainerPort port) {
        return Objects.requireNonNullElse(port.getProtocol(), "TCP").equals("TCP");
    }

    private static Optional<String> text(EnvVar variable) {
        return isRead(variable) ? Optional.ofNullable(variable.getValue()) : Optional.empty();
    }

    static boolean isRead(EnvVar variable) {
        return isRead(Objects.requireNonNullElse(variable.getName(), ""));
    }

    /** Whether a variable of that name may be looked into. */
    static boolean isRead(String name) {
        var upper = name.toUpperCase(Locale.ROOT);
        return Stream.of(SECRET, OWN)
                .noneMatch(pattern -> pattern.matcher(upper).matches());
    }

    private static boolean serves(Container container) {
        return Containers.ports(container).stream().anyMatch(Template::isServed);
    }

    private static boolean isServed(ContainerPort port) {
        return isTcp(port)
                && !WATCHED.matcher(Objects.requireNonNullElse(port.getName(), ""))
                        .matches();
    }
}
