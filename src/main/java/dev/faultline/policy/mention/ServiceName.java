package dev.faultline.policy.mention;

import java.util.List;
import java.util.regex.Pattern;

/** A Service that a host may be the name of. */
public record ServiceName(String namespace, String name) {
    private static final Pattern DOT = Pattern.compile("[.]");
    private static final String MARK = ".svc";

    /** A pod of a StatefulSet. */
    private static final Pattern ORDINAL = Pattern.compile(".*-[0-9]+");

    /**
     * The Services that a host may name, the likeliest first; none where it cannot be one. Source: Kubernetes DNS for
     * Services and Pods
     *
     * @param own the namespace of who calls
     */
    public static List<ServiceName> of(String host, String own) {
        var marked = host.indexOf(MARK + ".") >= 0 || host.endsWith(MARK);
        var labels = List.of(DOT.split(marked ? host.substring(0, host.indexOf(MARK)) : host));
        var ofPod = labels.size() > 1 && ORDINAL.matcher(labels.getFirst()).matches();
        return switch (labels.size()) {
            case 1 -> marked ? List.of() : List.of(new ServiceName(own, labels.getFirst()));
            case 2 ->
                ofPod && !marked
                        ? List.of(qualified(labels), new ServiceName(own, labels.getLast()))
                        : List.of(qualified(labels));
            case 3 -> ofPod ? List.of(qualified(labels.subList(1, 3))) : List.of();
            default -> List.of();
        };
    }

    private static ServiceName qualified(List<String> labels) {
        return new ServiceName(labels.getLast(), labels.getFirst());
    }
}
