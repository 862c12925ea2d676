package dev.faultline.net;

import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Line;
import dev.faultline.probe.Aim;
import dev.faultline.probe.Aim.Address;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One GET by HTTP/1.1. Only the head of the answer is read, at most 64 KiB of it: the status is all that counts, and
 * what follows may never end.
 */
final class HttpQuestion {
    /** Bytes that are read at most; servers and proxies allow heads of 8 to 64 KiB. */
    private static final int LIMIT = 64 * 1024;

    private static final Pattern STATUS = Pattern.compile("HTTP/1[.][01] ([1-9][0-9]{2})( .*)?", Pattern.DOTALL);
    private static final String BEGIN = "HTTP/1.";
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Aim.Http aim;
    private final URI uri;

    HttpQuestion(Aim.Http aim) {
        this.aim = aim;
        this.uri = URI.create(aim.url());
    }

    Address address() {
        var host = Objects.requireNonNullElse(uri.getHost(), "");
        var plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Address(plain, uri.getPort() < 0 ? (isSecure() ? HTTPS_PORT : HTTP_PORT) : uri.getPort());
    }

    private boolean isSecure() {
        return "https".equals(uri.getScheme());
    }

    /** @throws Failure where the answer is not a good one */
    void ask(Line line) throws Failure {
        line.send(request());
        var status = status(line);
        if (!isGood(status)) {
            throw Failure.bad(
                    status / 100 == 3
                            ? "status " + status + ", a redirect, which is not followed; write the URL it leads to"
                            : "status " + status + ", wanted is " + wanted());
        }
    }

    private byte[] request() {
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return ("GET " + path + query + " HTTP/1.1\r\nHost: " + uri.getRawAuthority()
                        + "\r\nUser-Agent: faultline-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private boolean isGood(int status) {
        return aim.good().isEmpty() ? status / 100 == 2 : aim.good().contains(status);
    }

    private String wanted() {
        return aim.good().isEmpty()
                ? "200 to 299"
                : aim.good().stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** Of the answer that is not an interim one. */
    private static int status(Line line) throws Failure {
        var read = new byte[LIMIT];
        var length = 0;
        while (true) {
            var more = line.read(read, length);
            if (more < 0) {
                throw Failure.bad(
                        length == 0 ? "connection closed without an answer" : "connection closed in the answer");
            }
            length += more;
            var head = new String(read, 0, length, StandardCharsets.ISO_8859_1);
            while (isInterim(head) && head.contains("\r\n\r\n")) {
                head = head.substring(head.indexOf("\r\n\r\n") + 4);
            }
            if (!BEGIN.startsWith(head.substring(0, Math.min(head.length(), BEGIN.length())))) {
                throw Failure.bad("the answer is not HTTP/1.1");
            }
            if (!isInterim(head) && (head.contains("\r\n\r\n") || head.contains("\n\n"))) {
                return code(head);
            }
            if (length == LIMIT) {
                throw Failure.bad("the head of the answer is longer than 64 KiB");
            }
        }
    }

    private static boolean isInterim(String head) {
        return head.toUpperCase(Locale.ROOT).matches("(?s)HTTP/1[.][01] 1[0-9]{2}.*") && !head.contains(" 101");
    }

    private static int code(String head) throws Failure {
        var line = head.lines().findFirst().orElse("");
        var status = STATUS.matcher(line);
        if (!status.matches()) {
            throw Failure.bad("the answer is not HTTP/1.1");
        }
        return Integer.parseInt(status.group(1));
    }
}
