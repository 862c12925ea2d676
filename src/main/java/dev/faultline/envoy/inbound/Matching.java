package dev.faultline.envoy.inbound;

import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which requests a route takes. A class is one route, however many prefixes and methods it has, or each would have a rate
 * limit of its own. Source: Envoy config.route.v3.RouteMatch.
 */
final class Matching {
    private static final String METHOD = ":method";
    private static final String PATH = ":path";

    /** What RE2 reads as something else than itself. */
    private static final String SPECIAL = "[\\\\.+*?()|\\[\\]{}^$]";

    private Matching() {}

    static RouteMatch.Builder any() {
        return RouteMatch.newBuilder().setPrefix("/");
    }

    static RouteMatch.Builder exactly(String path) {
        return RouteMatch.newBuilder().setPath(path);
    }

    static RouteMatch.Builder of(RequestClass requestClass) {
        return requestClass.match().map(Matching::of).orElseGet(Matching::any);
    }

    private static RouteMatch.Builder of(RequestClass.Match match) {
        var route = RouteMatch.newBuilder()
                .setPrefix(match.prefixes().size() == 1 ? match.prefixes().getFirst() : "/");
        if (match.prefixes().size() > 1) {
            var prefixes = match.prefixes().stream().map(Matching::literally).collect(Collectors.joining("|"));
            route.addHeaders(header(PATH, regex("(" + prefixes + ").*")));
        }
        if (!match.methods().isEmpty()) {
            route.addHeaders(oneOf(match.methods()));
        }
        match.headers()
                .forEach(header -> route.addHeaders(
                        header(header.name(), StringMatcher.newBuilder().setExact(header.value()))));
        return route;
    }

    static HeaderMatcher.Builder oneOf(List<String> methods) {
        return header(METHOD, regex(String.join("|", methods)));
    }

    static HeaderMatcher.Builder header(String name, StringMatcher.Builder value) {
        return HeaderMatcher.newBuilder().setName(name).setStringMatch(value);
    }

    static StringMatcher.Builder regex(String regex) {
        return StringMatcher.newBuilder().setSafeRegex(RegexMatcher.newBuilder().setRegex(regex));
    }

    private static String literally(String text) {
        return text.replaceAll(SPECIAL, "\\\\$0");
    }
}
