package dev.faultline.policy.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.Consistency;
import dev.faultline.api.ResiliencePolicySpec;
import dev.faultline.api.status.Finding;
import dev.faultline.policy.call.Call;
import dev.faultline.policy.call.Deadlines;
import dev.faultline.policy.call.Telling;
import dev.faultline.policy.capture.KnownService;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallFindingsTest {
    private static final Deadlines TEN_SECONDS =
            new Deadlines(List.of(new Deadlines.Port("http", true, Optional.of(Duration.ofSeconds(10)))));

    private static Optional<KnownService> service(String namespace, String name) {
        return switch (name) {
            case "gone" -> Optional.empty();
            case "alias" ->
                Optional.of(
                        new KnownService(namespace, name, List.of(), Optional.empty(), Optional.of("x.example.com")));
            default ->
                Optional.of(new KnownService(
                        namespace,
                        name,
                        List.of(new KnownService.Port(80, "TCP", name, "")),
                        Optional.of("10.96.0.7"),
                        Optional.empty()));
        };
    }

    private static final Call.Context CONTEXT = new Call.Context("shop", Consistency.Available, Telling.of(null));

    private static List<Finding> found(String dependency, Deadlines deadlines) {
        var spec =
                Serialization.unmarshal("dependencies: [{name: dep, " + dependency + "}]", ResiliencePolicySpec.class);
        var calls = Objects.requireNonNull(spec.dependencies()).stream()
                .flatMap(wire -> Call.of(wire, CONTEXT).stream())
                .toList();
        return CallFindings.of(calls, deadlines, CallFindingsTest::service);
    }

    /** The port of a Service is named after it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serviceRef: {name: http, port: 80} | ''",
                "serviceRef: {name: http, port: 80}, timeout: 1s, retries: {} | ''",
                "serviceRef: {name: gone, port: 80} | UnknownService",
                "serviceRef: {name: gone, port: 80}, protocol: HTTP | UnknownService",
                "serviceRef: {name: web, port: 80} | ProtocolUnknown",
                "serviceRef: {name: web, port: 80}, protocol: HTTP | ''",
                "serviceRef: {name: web, port: 81} | ''",
                "serviceRef: {name: alias, port: 81} | ProtocolUnknown",
                "'external: {host: a.example.com, port: 25}' | ProtocolUnknown",
                "'external: {host: a.example.com, port: 25}, protocol: TCP' | ''",
                "serviceRef: {name: tcp, port: 80}, retries: {} | SettingsIgnored",
                "serviceRef: {name: tcp, port: 80}, timeout: 1s | SettingsIgnored",
                "serviceRef: {name: tcp, port: 80}, connectTimeout: 1s, idleTimeout: 1m | ''",
                "'serviceRef: {name: tcp, port: 80}, criticality: Soft, fallback: {status: 200}' | SettingsIgnored",
                "'serviceRef: {name: grpc, port: 80}, criticality: Soft, fallback: {status: 200}' | SettingsIgnored",
                "'serviceRef: {name: http, port: 80}, criticality: Soft, fallback: {status: 200}' | ''",
                "serviceRef: {name: http, port: 80}, retries: {grpcMethods: [a.B/C]} | SettingsIgnored",
                "serviceRef: {name: grpc, port: 80}, retries: {grpcMethods: [a.B/C]} | ''",
                "serviceRef: {name: http, port: 80}, circuitBreaker: {maxConcurrentRequests: 9} | ''",
                "serviceRef: {name: http, port: 80}, circuitBreaker: {maxPendingRequests: 9} | PendingBelowConcurrent",
                "serviceRef: {name: http, port: 80}, circuitBreaker: {maxConcurrentRequests: 2000} |"
                        + " PendingBelowConcurrent",
                "serviceRef: {name: tcp, port: 80}, circuitBreaker: {maxPendingRequests: 9} | ''"
            })
    void aDependencyMustFitWhatItsServiceSays(String dependency, String findings) {
        assertThat(found(dependency, Deadlines.NONE).stream()
                        .map(Finding::finding)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(findings);
    }

    /** With the default backoff two waits take up to 75 ms, three up to 175. */
    @ParameterizedTest
    @CsvSource({
        "http, 975ms, 2, 300ms, false",
        "http, 974ms, 2, 300ms, true",
        "http, 1375ms, 3, 300ms, false",
        "http, 1374ms, 3, 300ms, true",
        "http, 300ms, 0, 300ms, false",
        "http, 1s, 5, 900ms, true",
        "grpc, 974ms, 2, 300ms, true",
        "grpc, , 5, 1m, false",
        "http, , 2, 4s, false",
        "http, , 2, 5s, true",
    })
    void triesAndWaitsMustFitIntoTheTimeout(
            String service, String timeout, int attempts, String perTry, boolean longer) {
        var dependency = "serviceRef: {name: %s, port: 80}, retries: {attempts: %d, perTryTimeout: %s}"
                        .formatted(service, attempts, perTry)
                + (timeout == null ? "" : ", timeout: " + timeout);

        assertThat(found(dependency, Deadlines.NONE).stream().map(Finding::finding))
                .isEqualTo(longer ? List.of("RetriesExceedTimeout") : List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "http, 10s, false",
        "http, 10001ms, true",
        "http, , true",
        "grpc, , false",
        "grpc, 11s, true",
        "tcp, , false"
    })
    void aTimeoutBeyondTheDeadlineIsToldAlsoWhereItIsTheDefault(String service, String timeout, boolean longer) {
        var dependency = "serviceRef: {name: %s, port: 80}".formatted(service)
                + (timeout == null ? "" : ", timeout: " + timeout);

        assertThat(found(dependency, TEN_SECONDS).stream().map(Finding::finding))
                .isEqualTo(longer ? List.of("TimeoutExceedsDeadline") : List.of());
        assertThat(found(dependency, Deadlines.NONE)).isEmpty();
    }
}
