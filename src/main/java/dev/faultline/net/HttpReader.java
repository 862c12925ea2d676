package dev.faultline.net;

import dev.faultline.net.line.Deadline;
import dev.faultline.net.line.Dial;
import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Line;
import dev.faultline.probe.Aim.Address;
import dev.faultline.probe.trust.Keyring;
import dev.faultline.probe.trust.Tls;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** Reads what a URL gives: one GET by a connection of its own, and at most 64 KiB of the answer. */
public final class HttpReader {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int LIMIT = 64 * 1024;

    private final Dialler dialler;
    private final Means means;
    private final ScheduledExecutorService timer;

    /** @param timer ends connections at their deadline */
    public HttpReader(Dialler dialler, ScheduledExecutorService timer) {
        this.dialler = dialler;
        this.means = new Means(Keyring.NONE);
        this.timer = timer;
    }

    /** @param isWhole whether that is all of the body */
    public record Page(int status, byte[] body, boolean isWhole) {}

    /**
     * @param namespace in which the host's name is read
     * @param url http or https, with a host
     * @throws Failure where nothing is read in time
     */
    public Page read(String namespace, URI url, Duration timeout) throws Failure {
        var deadline = Deadline.after(timeout);
        try (var line = open(namespace, url, deadline)) {
            var get = HttpGet.over(line, url.getRawAuthority(), url.getRawPath() + "?" + url.getRawQuery());
            var body = HttpBody.of(get);
            return new Page(get.status(), body, body.length < LIMIT);
        }
    }

    private Line open(String namespace, URI url, Deadline deadline) throws Failure {
        var host = url.getHost();
        var plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        var tls = Tls.ofUrl(url.toString());
        var port = url.getPort() < 0 ? (tls instanceof Tls.None ? HTTP_PORT : HTTPS_PORT) : url.getPort();
        Dial dial = () -> Line.to(dialler.address(namespace, new Address(plain, port), deadline), deadline, timer);
        return dial.in(means.cover(namespace, tls, plain)).open();
    }
}
