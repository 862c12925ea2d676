package dev.faultline.policy.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.traffic.External.Tls;
import dev.faultline.api.traffic.Inbound;
import dev.faultline.policy.capture.Capture.Destination;
import dev.faultline.policy.capture.Capture.Host;
import dev.faultline.policy.capture.Capture.Inlet;
import dev.faultline.policy.capture.Capture.Port;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CaptureNotationTest {
    private static final Capture CAPTURE = new Capture(
            List.of(
                    new Host(
                            "api.faultline",
                            List.of("api.faultline"),
                            "127.64.0.1",
                            new Destination.External("api.example.com", Tls.Originate, Optional.of("api-ca")),
                            List.of(new Port(8443, 443))),
                    new Host(
                            "db.example.com",
                            List.of("db.example.com"),
                            "127.64.0.2",
                            new Destination.External("db.example.com", Tls.Passthrough, Optional.empty()),
                            List.of(new Port(5432, 5432))),
                    new Host(
                            "inventory.shop",
                            List.of("inventory", "inventory.shop"),
                            "127.64.0.3",
                            new Destination.Service("shop", "inventory"),
                            List.of(new Port(80, 80), new Port(9090, 9090)))),
            List.of(8080, 8081),
            List.of());

    private static final String GOOD = CaptureNotation.write(CAPTURE);

    private static final Capture WITH_INLETS = CAPTURE.with(List.of(
            new Inlet("http", 15506, 8080, Inbound.Protocol.HTTP),
            new Inlet("grpc", 15509, 9000, Inbound.Protocol.GRPC)));

    private static final String RECEIVING = CaptureNotation.write(WITH_INLETS);

    static Stream<String> foreign() {
        return Stream.of(
                "",
                " ",
                "null",
                "1",
                "[]",
                "{}",
                "nonsense",
                "{\"v\":1}",
                "{\"v\":1,\"hosts\":{},\"appPorts\":[]}",
                "{\"v\":1,\"hosts\":[],\"appPorts\":[0]}",
                "{\"v\":1,\"hosts\":[null],\"appPorts\":[]}",
                "[".repeat(100_000),
                GOOD.replace("\"v\":1", "\"v\":2"),
                GOOD.replace("\"v\":1", "\"v\":3"),
                RECEIVING.replace("\"v\":2", "\"v\":3"),
                RECEIVING.replace("15509", "15510"),
                RECEIVING.replace("15509", "15506"),
                RECEIVING.replace("15509", "\"15509\""),
                RECEIVING.replace("\"app\":9000", "\"app\":15506"),
                RECEIVING.replace("\"app\":9000", "\"app\":0"),
                RECEIVING.replace("\"grpc\"", "\"http\""),
                RECEIVING.replace("\"grpc\"", "\"gr/pc\""),
                RECEIVING.replace("\"grpc\"", "\"12345\""),
                RECEIVING.replace("\"grpc\"", "\"" + "a".repeat(16) + "\""),
                RECEIVING.replace("GRPC", "TCP"),
                RECEIVING.replace("127.64.0.1", "127.0.0.1"),
                GOOD.replace("127.64.0.1", "127.0.0.1"),
                GOOD.replace("127.64.0.1", "10.0.0.1"),
                GOOD.replace("127.64.0.1", "127.64.0.2"),
                GOOD.replace("[8443,443]", "[15521,443]"),
                GOOD.replace("[8443,443]", "[8443]"),
                GOOD.replace("[8443,443]", "[65536,443]"),
                GOOD.replace("[8443,443]", "[\"8443\",443]"),
                GOOD.replace("[8443,443]", "[8443,443],[8443,444]"),
                GOOD.replace("[8443,443]", ""),
                GOOD.replace("Originate", "Sometimes"),
                GOOD.replace("api-ca", "../../etc"),
                GOOD.replace("\"api-ca\"", "7"),
                GOOD.replace("\"namespace\":\"shop\"", "\"namespace\":\"sh op\""),
                GOOD.replace("\"inventory.shop\"]", "\"inventory.shop\",\"a\",\"b\",\"c\"]"),
                GOOD.replace("db.example.com", "x".repeat(254)),
                GOOD.substring(0, GOOD.length() - 1),
                GOOD.replace("8081", "8081" + " ".repeat(300_000)));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        assertThat(CaptureNotation.read(GOOD)).contains(CAPTURE);
        assertThat(CaptureNotation.read(CaptureNotation.write(Capture.NONE))).contains(Capture.NONE);
    }

    @Test
    void theTextIsCompactAndBeginsWithItsVersion() {
        assertThat(GOOD).startsWith("{\"v\":1,").doesNotContain(" ", "\n");
    }

    /** Else a pod that has no ports taken over would be lost to a replica that is being replaced. */
    @Test
    void onlyWhatAnOlderReplicaWouldMisunderstandHasTheNextVersion() {
        assertThat(RECEIVING).startsWith("{\"v\":2,").doesNotContain(" ", "\n");
        assertThat(CaptureNotation.read(RECEIVING)).contains(WITH_INLETS);
    }

    @Test
    void fieldsOfALaterVersionOfTheSameNumberAreLetPass() {
        assertThat(CaptureNotation.read(GOOD.replace("\"v\":1", "\"v\":1,\"later\":{\"a\":[1]}")))
                .contains(CAPTURE);
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void anythingElseGivesNothing(String text) {
        assertThat(CaptureNotation.read(text)).isEmpty();
    }

    @Test
    void noTextGivesNothing() {
        assertThat(CaptureNotation.read(null)).isEmpty();
    }

    @Test
    void noDamageToTheTextThrows() {
        var random = new Random(1);

        for (var i = 0; i < 20_000; i++) {
            var damaged = new StringBuilder(GOOD);
            for (var hits = 0; hits <= random.nextInt(4); hits++) {
                damaged.setCharAt(random.nextInt(damaged.length()), (char) (' ' + random.nextInt(95)));
            }
            CaptureNotation.read(damaged.toString())
                    .ifPresent(capture -> assertThat(capture.hosts())
                            .as(damaged::toString)
                            .hasSizeLessThanOrEqualTo(3)
                            .allMatch(host -> Address.isOurs(host.address())));
        }
    }
}
