package dev.faultline;

import dev.faultline.net.guard.Allowance;
import io.fabric8.kubernetes.api.model.Quantity;
import io.quarkus.runtime.configuration.DurationConverter;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects what is wrong; a value that cannot be read stands in as a harmless one. */
record Faults(List<String> found) {
    private static final int LAST_PORT = 65_535;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern PLACE = Pattern.compile("([^:\\[\\]]+|\\[[0-9a-fA-F:.]+]):[0-9]{1,5}");

    /** @param meaning what it must be set to */
    String text(String name, Optional<String> value, String meaning) {
        if (value.isEmpty()) {
            found.add(name + " is empty; set it to " + meaning);
        }
        return value.orElse("");
    }

    String oneOf(String name, Optional<String> value, List<String> words) {
        var word = value.orElse("");
        if (!words.contains(word)) {
            found.add(name + " is " + shown(word) + "; use " + String.join(" or ", words));
        }
        return word;
    }

    int port(String name, Optional<String> value) {
        var text = value.orElse("");
        try {
            var port = Integer.parseInt(text);
            if (port >= 1 && port <= LAST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        found.add(name + " is " + shown(text) + "; use a port from 1 to " + LAST_PORT);
        return 1;
    }

    /** An amount of CPU or memory. */
    String quantity(String name, Optional<String> value) {
        var text = value.orElse("");
        try {
            if (Quantity.parse(text).getNumericalAmount().signum() > 0) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        found.add(name + " is " + shown(text) + "; use a quantity such as 200m or 128Mi");
        return text;
    }

    /** Host and port, with brackets around an IPv6 address. */
    String place(String name, String text) {
        if (!PLACE.matcher(text).matches()) {
            found.add(name + " is " + shown(text) + "; use host:port, or [address]:port with an IPv6 address");
            return "localhost:1";
        }
        return text;
    }

    List<String> addresses(String name, Optional<String> value) {
        var addresses = value.map(text -> List.of(text.split(",", -1))).orElse(List.of());
        try {
            addresses.forEach(InetAddress::ofLiteral);
            return addresses;
        } catch (IllegalArgumentException e) {
            found.add(name + " is " + value.orElse("") + "; use IP addresses with commas between");
            return List.of();
        }
    }

    Set<String> namespaces(String name, Optional<String> value) {
        var names = value.stream()
                .flatMap(text -> Stream.of(text.split(",", -1)))
                .map(String::strip)
                .collect(Collectors.toUnmodifiableSet());
        if (names.stream().allMatch(each -> NAMESPACE.matcher(each).matches())) {
            return names;
        }
        found.add(name + " is " + value.orElse("") + "; use names of namespaces with commas between");
        return Set.of();
    }

    /** Ranges and names. */
    Allowance allowance(String name, Optional<String> value) {
        try {
            return Allowance.of(value.stream()
                    .flatMap(text -> Stream.of(text.split(",", -1)))
                    .map(String::strip)
                    .toList());
        } catch (IllegalArgumentException e) {
            found.add(name + ": " + e.getMessage() + "; use ranges and names with commas between");
            return Allowance.NONE;
        }
    }

    Optional<URI> url(String name, Optional<String> value) {
        try {
            var url = value.map(URI::create);
            if (url.isEmpty()
                    || ("https".equals(url.get().getScheme()) && url.get().getHost() != null)) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        found.add(name + " is " + value.orElse("") + "; use an address that begins with https://, or leave it out");
        return Optional.empty();
    }

    /** A server by its URL, which may have a path. */
    Optional<URI> server(String name, Optional<String> value) {
        try {
            var url = value.map(URI::create);
            if (url.filter(Faults::isNoServer).isEmpty()) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        found.add(name
                + " is no URL of a server; use one such as http://prometheus.monitoring:9090, without a user name, "
                + "or leave it out");
        return Optional.empty();
    }

    private static boolean isNoServer(URI url) {
        return !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                || url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null;
    }

    boolean yesOrNo(String name, Optional<String> value) {
        var word = value.orElse("");
        if (!word.equals("true") && !word.equals("false")) {
            found.add(name + " is " + shown(word) + "; use true or false");
        }
        return word.equals("true");
    }

    Duration duration(String name, Optional<String> value, Duration longest) {
        try {
            var duration = DurationConverter.parseDuration(value.orElse(""));
            if (duration.compareTo(SHORTEST) >= 0 && duration.compareTo(longest) <= 0) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            // Said below, in the same words as for a duration out of range.
        }
        found.add(name + " is " + shown(value.orElse("")) + "; use a duration from " + words(SHORTEST) + " to "
                + words(longest));
        return SHORTEST;
    }

    void order(String name, Duration value, String limitName, Duration limit) {
        if (value.compareTo(limit) >= 0) {
            found.add(name + " is " + words(value) + "; it must be less than " + limitName + " (" + words(limit) + ")");
        }
    }

    private static String shown(String value) {
        return value.isEmpty() ? "empty" : value;
    }

    private static String words(Duration duration) {
        return duration.toSeconds() + "s";
    }
}
