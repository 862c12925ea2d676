package dev.faultline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.envoy.Addressing;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @Test
    void theDefaultsAreUsable() {
        assertThat(Settings.read(config(Map.of()))).isInstanceOfSatisfying(Settings.Reading.Usable.class, usable -> {
            assertThat(usable.settings().leaderElection()).isTrue();
            assertThat(usable.settings().cacheSyncTimeout()).isEqualTo(Duration.ofMinutes(2));
        });
    }

    @Test
    void aTypoOfTrueIsNotFalse() {
        refused(Map.of("faultline.leader-election", "maybe"), "FAULTLINE_LEADER_ELECTION is maybe; use true or false");
        refused(Map.of("faultline.gates", "on"), "FAULTLINE_GATES is on; use true or false");
    }

    @Test
    void durationsAreNamedByTheirVariable() {
        refused(
                Map.of("faultline.lease-duration", "soon"),
                "FAULTLINE_LEASE_DURATION is soon; use a duration from 1s to 300s");
        refused(
                Map.of("faultline.cache-sync-timeout", "0s"),
                "FAULTLINE_CACHE_SYNC_TIMEOUT is 0s; use a duration from 1s to 3600s");
    }

    @Test
    void theLeaseMustOutliveItsRenewal() {
        refused(
                Map.of("faultline.lease-renew-deadline", "20s"),
                "FAULTLINE_LEASE_RENEW_DEADLINE is 20s; it must be less than FAULTLINE_LEASE_DURATION (15s)");
        refused(
                Map.of("faultline.lease-retry-period", "10s"),
                "FAULTLINE_LEASE_RETRY_PERIOD is 10s; it must be less than FAULTLINE_LEASE_RENEW_DEADLINE (10s)");
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        refused(
                Map.of("faultline.namespace", "", "faultline.leader-election", ""),
                "FAULTLINE_NAMESPACE is empty; set it to the operator's own namespace",
                "FAULTLINE_LEADER_ELECTION is empty; use true or false");
    }

    @Test
    void namespacesOfCredentialsAreNames() {
        refused(
                Map.of("faultline.probes-credentials-namespaces", "shop,*"),
                "FAULTLINE_PROBES_CREDENTIALS_NAMESPACES is shop,*; use names of namespaces with commas between");
        assertThat(Settings.read(config(Map.of("faultline.probes-credentials-namespaces", "shop, pay"))))
                .isInstanceOfSatisfying(
                        Settings.Reading.Usable.class,
                        usable -> assertThat(usable.settings().probes().credentialsNamespaces())
                                .containsExactlyInAnyOrder("shop", "pay"));
    }

    @Test
    void whatChecksMayReachIsRangesAndNames() {
        refused(
                Map.of("faultline.probes-allow", "10.0.0.0/8,10.0.0.1"),
                "FAULTLINE_PROBES_ALLOW: 10.0.0.1 is neither a range such as 10.0.0.0/8 nor a host name in lowercase; use "
                        + "ranges and names with commas between");
        assertThat(Settings.read(config(Map.of("faultline.probes-allow", "10.0.0.0/8, smtp.example.com"))))
                .isInstanceOfSatisfying(
                        Settings.Reading.Usable.class,
                        usable -> assertThat(
                                        usable.settings().probes().allowance().names())
                                .containsExactly("smtp.example.com"));
    }

    @Test
    void prometheusIsAServerByItsUrl() {
        for (var wrong : List.of(
                "prometheus:9090", "ftp://prometheus", "http://me:secret@prometheus", "http://", "http://a b")) {
            refused(
                    Map.of("faultline.prometheus-url", wrong),
                    "FAULTLINE_PROMETHEUS_URL is no URL of a server; use one such as http://prometheus.monitoring:9090, "
                            + "without a user name, or leave it out");
        }
        for (var right :
                List.of("http://prometheus.monitoring:9090", "https://10.0.0.1/prom", "http://[fd00::1]:9090")) {
            assertThat(Settings.read(config(Map.of("faultline.prometheus-url", right))))
                    .isInstanceOfSatisfying(
                            Settings.Reading.Usable.class,
                            usable -> assertThat(usable.settings().probes().prometheus())
                                    .hasValueSatisfying(url -> assertThat(url).hasToString(right)));
        }
        assertThat(Settings.read(config(Map.of())))
                .isInstanceOfSatisfying(
                        Settings.Reading.Usable.class,
                        usable -> assertThat(usable.settings().probes().prometheus())
                                .isEmpty());
    }

    @Test
    void whatSidecarsNeedIsNamedByItsVariable() {
        refused(
                Map.of(
                        "faultline.sidecar-image", "",
                        "faultline.sidecar-pull-policy", "Sometimes",
                        "faultline.xds-port", "70000",
                        "faultline.xds-address", "fd00::1:18000",
                        "faultline.pod-ips", "10.0.0.1,some",
                        "faultline.webhook-url", "http://somewhere",
                        "faultline.webhook-certificate", "none",
                        "faultline.sidecar-cpu", "much"),
                "FAULTLINE_SIDECAR_IMAGE is empty; set it to the image of a stock Envoy",
                "FAULTLINE_SIDECAR_PULL_POLICY is Sometimes; use Always or IfNotPresent or Never",
                "FAULTLINE_XDS_ADDRESS is fd00::1:18000; use host:port, or [address]:port with an IPv6 address",
                "FAULTLINE_POD_IPS is 10.0.0.1,some; use IP addresses with commas between",
                "FAULTLINE_SIDECAR_CPU is much; use a quantity such as 200m or 128Mi",
                "FAULTLINE_XDS_PORT is 70000; use a port from 1 to 65535",
                "FAULTLINE_WEBHOOK_URL is http://somewhere; use an address that begins with https://, or leave it out",
                "FAULTLINE_WEBHOOK_CERTIFICATE is none; use own or cert-manager");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                    | IPv4
                    10.0.0.1              | IPv4
                    10.0.0.1,fd00::1      | Dual
                    fd00::1,10.0.0.1      | Dual
                    fd00::1               | IPv6
                    """)
    void theAddressesOfAPodSayHowSidecarsAreReached(String addresses, Addressing addressing) {
        assertThat(sidecars(Map.of("faultline.pod-ips", addresses)).injected().addressing())
                .isEqualTo(addressing);
    }

    @Test
    void theCertificateIsForTheAddressWithoutItsBrackets() {
        assertThat(sidecars(Map.of("faultline.xds-address", "[fd00::1]:18000")).xdsHost())
                .isEqualTo("fd00::1");
        assertThat(sidecars(Map.of("faultline.webhook-url", "https://[fd00::1]:9443/mutate"))
                        .certificates("faultline-system")
                        .webhook())
                .satisfies(names -> assertThat(names.names()).contains("fd00::1"));
    }

    private static SidecarsSettings sidecars(Map<String, String> changes) {
        var reading = Settings.read(config(changes));
        assertThat(reading).isInstanceOf(Settings.Reading.Usable.class);
        return ((Settings.Reading.Usable) reading).settings().sidecars();
    }

    private static void refused(Map<String, String> changes, String... faults) {
        assertThat(Settings.read(config(changes)))
                .isInstanceOf(Settings.Reading.Refused.class)
                .extracting(reading -> ((Settings.Reading.Refused) reading).faults())
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .containsExactly(faults);
    }

    private static FaultlineConfig config(Map<String, String> changes) {
        return new SmallRyeConfigBuilder()
                .withMapping(FaultlineConfig.class)
                .withSources(new PropertiesConfigSource(changes, "test", 100))
                .build()
                .getConfigMapping(FaultlineConfig.class);
    }
}
