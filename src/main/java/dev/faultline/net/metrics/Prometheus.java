package dev.faultline.net.metrics;

import dev.faultline.gameday.signal.Signal;
import dev.faultline.net.Dialler;
import dev.faultline.net.HttpReader;
import dev.faultline.net.Resolver;
import dev.faultline.net.guard.Allowance;
import dev.faultline.net.guard.Terrain;
import dev.faultline.net.line.Failure;
import dev.faultline.probe.Answer;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Asks a Prometheus server for the value that a query has now. Source: Prometheus, HTTP API, instant queries. Whatever goes
 * wrong says nothing of what is measured, so all trouble is untold.
 */
public final class Prometheus {
    private static final int GOOD = 200;
    private static final int REDIRECT = 3;

    /** Of the number, as it is shown. */
    private static final int DIGITS = 6;

    private final Optional<URI> server;
    private final HttpReader reader;
    private final String namespace;

    /**
     * @param server as an administrator has set it; empty where he has not
     * @param reader may dial that server
     * @param namespace the operator's own, in which the server's name is read
     */
    Prometheus(Optional<URI> server, HttpReader reader, String namespace) {
        this.server = server;
        this.reader = reader;
        this.namespace = namespace;
    }

    /**
     * Dials that server and nobody else: an administrator has named it, so it may be anywhere.
     *
     * @param timer ends connections at their deadline
     */
    public static Prometheus at(
            Optional<URI> server, Network network, ScheduledExecutorService timer, String namespace) {
        var host = server.map(URI::getHost).orElse("").replaceAll("[\\[\\]]", "");
        var dialler = new Dialler(network.names(), network.terrain(), Allowance.only(host));
        return new Prometheus(server, new HttpReader(dialler, timer), namespace);
    }

    /** How names are read, and what addresses are. */
    public record Network(Resolver names, Terrain terrain) {}

    /** @param timeout until when there is an answer, whatever the server does */
    public Answer ask(Signal.PromQl query, Duration timeout) {
        if (server.isEmpty()) {
            return new Answer.Untold(
                    "not asked: this installation knows no Prometheus; an administrator names it by chart "
                            + "value prometheus.url");
        }
        var begin = System.nanoTime();
        try {
            var page = reader.read(namespace, url(server.get(), query.query(), timeout), timeout);
            return judged(number(page), query, Duration.ofNanos(System.nanoTime() - begin));
        } catch (Failure e) {
            return untold(e.answer());
        }
    }

    /** The server is told how long somebody waits, so that it does not go on for nobody. */
    private static URI url(URI server, String query, Duration timeout) {
        var base = server.toString().replaceAll("/+$", "");
        return URI.create(base + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&timeout="
                + timeout.toMillis() + "ms");
    }

    private static double number(HttpReader.Page page) throws Failure {
        if (!page.isWhole()) {
            throw Failure.untold("the answer is longer than 64 KiB; let the query give one number, as sum() does");
        }
        if (page.status() / 100 == REDIRECT) {
            throw Failure.untold("status " + page.status()
                    + ", a redirect, which is not followed; an administrator sets prometheus.url to where it leads");
        }
        return switch (QueryAnswer.read(page.body())) {
            case QueryAnswer.Number(var value) when page.status() == GOOD -> value;
            case QueryAnswer.Nothing(var why) when page.status() == GOOD -> throw Failure.untold(why);
            case QueryAnswer.Refused(var why) -> throw Failure.untold(why);
            case QueryAnswer.Number _, QueryAnswer.Nothing _, QueryAnswer.Alien _ ->
                throw Failure.untold(
                        page.status() == GOOD
                                ? "what answers is no Prometheus"
                                : "status " + page.status() + ", wanted is " + GOOD);
        };
    }

    private static Answer judged(double number, Signal.PromQl query, Duration taken) {
        return query.bound().isBroken(number)
                ? new Answer.Bad("the value is " + words(number) + "; bad is "
                        + query.bound().words())
                : new Answer.Good(taken);
    }

    private static String words(double number) {
        return Double.isInfinite(number)
                ? (number > 0 ? "infinite" : "infinitely negative")
                : new BigDecimal(String.format(Locale.ROOT, "%." + DIGITS + "g", number))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static Answer untold(Answer answer) {
        return switch (answer) {
            case Answer.Bad(var message) -> new Answer.Untold("Prometheus: " + message);
            case Answer.Untold(var message) -> new Answer.Untold("Prometheus: " + message);
            case Answer.Good good -> good;
        };
    }
}
