package dev.faultline.net;

import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Line;
import dev.faultline.probe.Aim;
import dev.faultline.probe.Aim.Address;
import java.net.URI;
import java.util.Objects;
import java.util.stream.Collectors;

/** One GET of a URL. Only the head of the answer is read: the status is all that counts, and what follows may never end. */
final class HttpQuestion {
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
        var status = HttpGet.over(line, uri.getRawAuthority(), target()).status();
        if (!isGood(status)) {
            throw Failure.bad(
                    status / 100 == 3
                            ? "status " + status + ", a redirect, which is not followed; write the URL it leads to"
                            : "status " + status + ", wanted is " + wanted());
        }
    }

    private String target() {
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }

    private boolean isGood(int status) {
        return aim.good().isEmpty() ? status / 100 == 2 : aim.good().contains(status);
    }

    private String wanted() {
        return aim.good().isEmpty()
                ? "200 to 299"
                : aim.good().stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
