package dev.faultline.cluster.traffic;

import dev.faultline.cluster.index.Place;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an endpoints resource, read back.
 *
 * @param port the Service's
 */
record EndpointsName(String text, Place service, int port) {
    /** As {@link dev.faultline.envoy.Endpoints#name} writes it. */
    private static final Pattern NAME = Pattern.compile("([^/:]+)/([^/:]+):([0-9]{1,5})");

    static Optional<EndpointsName> parse(String name) {
        var parts = NAME.matcher(name);
        return parts.matches()
                ? Optional.of(new EndpointsName(
                        name, new Place(parts.group(1), parts.group(2)), Integer.parseInt(parts.group(3))))
                : Optional.empty();
    }
}
