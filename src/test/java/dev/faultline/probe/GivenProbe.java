package dev.faultline.probe;

import dev.faultline.api.HealthProbe;
import dev.faultline.probe.ProbeIntent.Reading;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;

/** A probe, and samples that come at its period of 10 s. */
public final class GivenProbe {
    /** When the first sample comes. */
    public static final Instant START = Instant.parse("2026-09-26T10:00:00Z");

    private static final Duration PERIOD = Duration.ofSeconds(10);

    private GivenProbe() {}

    /** @param lines of the spec beside target and rules, indented by nothing */
    public static HealthProbe probe(String lines) {
        var yaml = """
                apiVersion: faultline.dev/v1alpha1
                kind: HealthProbe
                metadata: {name: checkout, namespace: shop, uid: "1", generation: 1}
                spec:
                  targetRefs: [{kind: Deployment, name: checkout}]
                """ + lines.indent(2);
        return Serialization.unmarshal(yaml, HealthProbe.class);
    }

    /** Two checks that weigh and one that does not: db and api are Critical, cache is Degraded. */
    public static HealthProbe probe() {
        return probe("""
                deep:
                  period: 10s
                  checks:
                  - {name: db, tcp: {address: "db:5432"}}
                  - {name: api, http: {url: "http://api.shop/health"}}
                  - {name: cache, severity: Degraded, tcp: {address: "cache:6379"}}
                objectives: {availability: "99.9", window: 1h, detection: 60s, recovery: 5m}
                """);
    }

    public static ProbeIntent intent(HealthProbe probe) {
        return switch (ProbeIntent.read(probe.getSpec())) {
            case Reading.Understood(var intent) -> intent;
            case Reading.Refused(var message) -> throw new AssertionError(message);
        };
    }

    /**
     * A row of samples, a letter each: g is good, b is bad, u is one that the operator could not take, a dash is none.
     * The first letter comes at the start.
     */
    public static Health seen(Health health, String check, String letters, ProbeIntent intent) {
        var now = health;
        for (var index = 0; index < letters.length(); index++) {
            var letter = letters.charAt(index);
            if (letter != '-') {
                now = now.after(check, new Sample(at(index), answer(letter)), intent);
            }
        }
        return now;
    }

    /** Several checks side by side, each with a row of the same length. */
    public static Health seen(Health health, ProbeIntent intent, String... rows) {
        var now = health;
        for (var index = 0; index < rows[0].length(); index++) {
            for (var row = 0; row < rows.length; row++) {
                var letter = rows[row].charAt(index);
                if (letter != '-') {
                    var check = intent.checks().get(row).name();
                    now = now.after(check, new Sample(at(index), answer(letter)), intent);
                }
            }
        }
        return now;
    }

    /** What comes at the time of a letter. */
    public static Sample sample(char letter, int index) {
        return new Sample(at(index), answer(letter));
    }

    /** The time of a letter. */
    public static Instant at(int index) {
        return START.plus(PERIOD.multipliedBy(index));
    }

    static Answer answer(char letter) {
        return switch (letter) {
            case 'g' -> new Answer.Good(Duration.ofMillis(3));
            case 'b' -> new Answer.Bad("connection refused");
            case 'u' -> new Answer.Untold("no file descriptor is left");
            default -> throw new AssertionError(letter);
        };
    }
}
