package dev.faultline.net.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.regex.Pattern;

/** What a server says to a query. Source: Prometheus, HTTP API, format overview and expression query result formats. */
sealed interface QueryAnswer {
    /** One number; may be infinite, is a number. */
    record Number(double value) implements QueryAnswer {}

    /** @param why there is no number */
    record Nothing(String why) implements QueryAnswer {}

    /** @param why the query was not carried out */
    record Refused(String why) implements QueryAnswer {}

    /** Nothing that a Prometheus says. */
    record Alien() implements QueryAnswer {}

    static QueryAnswer read(byte[] body) {
        return Parser.read(body);
    }

    /** The reading of it. */
    final class Parser {
        private static final int DEEPEST = 16;
        private static final int LONGEST = 64 * 1024;

        /** Numbers as Prometheus writes them: Go's shortest form. */
        private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]{1,4})?");

        private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(LONGEST)
                        .maxDocumentLength(LONGEST)
                        .build())
                .build());

        private Parser() {}

        private static QueryAnswer read(byte[] body) {
            try {
                var root = MAPPER.readTree(body);
                return switch (root.path("status").asText()) {
                    case "success" -> data(root.path("data"));
                    case "error" -> refused(root.path("errorType").asText());
                    default -> new Alien();
                };
            } catch (IOException e) {
                // What it says holds what was received.
                return new Alien();
            }
        }

        private static QueryAnswer data(JsonNode data) {
            var result = data.path("result");
            return switch (data.path("resultType").asText()) {
                case "scalar" -> value(result);
                case "vector" -> vector(result);
                case "matrix" -> new Nothing("the query gives a range; let it give one number, without [ ] at its end");
                case "string" -> new Nothing("the query gives text; let it give one number");
                default -> new Alien();
            };
        }

        private static QueryAnswer vector(JsonNode result) {
            if (!result.isArray()) {
                return new Alien();
            }
            return switch (result.size()) {
                case 0 -> new Nothing("the query has no value now; where none means zero, add to it: or vector(0)");
                case 1 -> value(result.path(0).path("value"));
                default ->
                    new Nothing("the query gives " + result.size() + " series; let it give one number, as sum() does");
            };
        }

        /** A time and a value, which is text. */
        private static QueryAnswer value(JsonNode pair) {
            var text = pair.path(1).asText();
            return switch (text) {
                case "NaN" -> new Nothing("the value is not a number, as where nothing is divided by nothing");
                case "+Inf" -> new Number(Double.POSITIVE_INFINITY);
                case "-Inf" -> new Number(Double.NEGATIVE_INFINITY);
                default -> NUMBER.matcher(text).matches() ? new Number(Double.parseDouble(text)) : new Alien();
            };
        }

        /** Its own words are not repeated. Source: Prometheus, web/api/v1/api.go, errorType. */
        private static QueryAnswer refused(String type) {
            return new Refused(
                    switch (type) {
                        case "bad_data" -> "the query cannot be read; try it in the expression browser of Prometheus";
                        case "execution" ->
                            "the query fails when it is carried out; try it in the expression browser of "
                                    + "Prometheus";
                        case "timeout", "canceled" -> "the query takes too long";
                        case "unavailable" -> "the server is not ready";
                        default -> "the server has failed";
                    });
        }
    }
}
