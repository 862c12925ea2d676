package dev.faultline.policy.capture;

import java.util.Comparator;
import java.util.List;

/**
 * A host, or a port of the pod, that the sidecar does not stand in for. Calls go by it as if there were no sidecar.
 *
 * @param dependencies names of the dependencies that it costs their protection, in the order of the policy; of a port of
 *     the pod what {@link #inbound} gives
 * @param host such as {@code inventory.shop}, or the name of a port of the pod
 * @param message names both sides and the way out
 */
public record NotCaptured(List<String> dependencies, String host, Reason reason, String message) {

    /**
     * One as it stands on its pod, in a line: {@code PortCollision cache,queue: what is the case}. Anybody may write there,
     * so nothing of it is certain.
     */
    public record Note(String reason, List<String> dependencies, String message) implements Comparable<Note> {
        private static final Comparator<Note> ORDER = Comparator.comparing(Note::message)
                .thenComparing(Note::reason)
                .thenComparing(note -> String.join(",", note.dependencies()));

        /** What is not a note is one without a reason. */
        public static Note read(String line) {
            var colon = line.indexOf(':');
            var words = line.substring(0, Math.max(0, colon)).split(" ", 2);
            return words.length == 2
                    ? new Note(
                            words[0],
                            List.of(words[1].split(",")),
                            line.substring(colon + 1).strip())
                    : new Note("", List.of(), line.strip());
        }

        @Override
        public int compareTo(Note other) {
            return ORDER.compare(this, other);
        }
    }

    /** A port of the pod. @param message without the port */
    public static NotCaptured ofPort(String port, Reason reason, String message) {
        return new NotCaptured(List.of(inbound(port)), port, reason, "inbound port " + port + " " + message);
    }

    /** What a port of the pod is called beside dependencies, none of which can be called so. */
    public static String inbound(String port) {
        return "inbound/" + port;
    }

    /** As it is written on the pod. */
    public String line() {
        return reason + " " + String.join(",", dependencies) + ": " + message;
    }

    /** Why a host, or a port of the pod, is not captured. */
    public enum Reason {
        /** The pod itself, or the sidecar, listens on one of the host's ports. */
        PortCollision,
        /** One of the host's ports is below the first that the pod's own sysctl allows. */
        PrivilegedPort,
        /** One of the host's names is among the pod's own hostAliases, or is its hostname. */
        HostAliasPresent,
        /** Another host of the same pod has the address, or one of the names, already. */
        AddressCollision,
        /** There is no such Service. */
        UnknownService,
        /** The Service, or the pod, has no such TCP port. */
        UnknownPort,
        /** The Service has a port that is not TCP, which an alias would cut off, or the pod's own is none. */
        NotOnlyTcp,
        /** There are more ports than a sidecar listens on. */
        TooManyPorts,
        /** Two containers of the pod have a port of that name. */
        AmbiguousPort,
        /** Nobody says what is spoken on a port of the pod. */
        ProtocolUnknown,
        /** A NetworkPolicy lets callers through to a port of the pod, and not to the sidecar. */
        NetworkPolicyBlocksSidecar,
        /** A port of the pod is captured, and a port of its node leads past the sidecar. */
        HostPort,
        /** The dependency is not as the schema wants it. */
        Unusable
    }
}
