package dev.faultline.xds.flush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.policy.live.Arrivals;
import dev.faultline.policy.live.Tally;
import io.envoyproxy.envoy.service.metrics.v3.StreamMetricsMessage;
import io.prometheus.client.Metrics.Counter;
import io.prometheus.client.Metrics.Gauge;
import io.prometheus.client.Metrics.Metric;
import io.prometheus.client.Metrics.MetricFamily;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlushTest {
    private final StreamMetricsMessage.Builder message = StreamMetricsMessage.newBuilder();

    private FlushTest counted(String name, double value) {
        return told(name, Metric.newBuilder().setCounter(Counter.newBuilder().setValue(value)));
    }

    private FlushTest stands(String name, double value) {
        return told(name, Metric.newBuilder().setGauge(Gauge.newBuilder().setValue(value)));
    }

    private FlushTest told(String name, Metric.Builder metric) {
        message.addEnvoyMetrics(MetricFamily.newBuilder().setName(name).addMetric(metric));
        return this;
    }

    private Map<String, Tally> read() {
        return Flush.read(message.build()).dependencies();
    }

    private Map<String, Arrivals> ports() {
        return Flush.read(message.build()).ports();
    }

    @Test
    void callsAreThoseThatEndedAndErrorsThoseOfTheServer() {
        counted("cluster.dep_stock-keeping.upstream_rq_completed", 10)
                .counted("cluster.dep_stock-keeping.upstream_rq_5xx", 2)
                .counted("cluster.dep_stock-keeping.upstream_rq_retry", 3)
                .counted("cluster.dep_stock-keeping.upstream_rq_pending_overflow", 4)
                .counted("cluster.dep_stock-keeping.upstream_rq_active_overflow", 5)
                .counted("cluster.dep_stock-keeping.upstream_cx_overflow", 6)
                .stands("cluster.dep_stock-keeping.membership_total", 3)
                .stands("cluster.dep_stock-keeping.membership_healthy", 2)
                .stands("cluster.dep_stock-keeping.outlier_detection.ejections_active", 1);

        assertThat(read()).isEqualTo(Map.of("stock-keeping", new Tally(10, 2, 3, 9, 3, 2, 1)));
    }

    @Test
    void ofGrpcTheStatusCounts() {
        counted("cluster.dep_a.upstream_rq_completed", 10)
                .counted("cluster.dep_a.grpc.total", 10)
                .counted("cluster.dep_a.grpc.failure", 4);

        assertThat(read()).isEqualTo(Map.of("a", new Tally(10, 4, 0, 0, 0, 0, 0)));
    }

    @Test
    void ofTcpConnectionsCount() {
        counted("cluster.tcp_db.upstream_cx_total", 10)
                .counted("cluster.tcp_db.upstream_cx_connect_fail", 4)
                .counted("cluster.tcp_db.upstream_cx_overflow", 2)
                .counted("cluster.tcp_db.upstream_cx_none_healthy", 1);

        assertThat(read()).isEqualTo(Map.of("db", new Tally(13, 7, 0, 2, 0, 0, 0)));
    }

    @Test
    void whatIsNotKnownIsPassedOver() {
        counted("server.live", 1)
                .counted("cluster.admin.upstream_rq_completed", 1)
                .counted("cluster.dep_a", 1)
                .counted("cluster.dep_a.", 1)
                .counted("cluster..upstream_rq_completed", 1)
                .counted("", 1)
                .counted("cluster.dep_" + "a".repeat(64) + ".upstream_rq_completed", 1);
        message.addEnvoyMetrics(MetricFamily.newBuilder().setName("cluster.dep_a.upstream_rq_completed"));

        assertThat(read()).isEmpty();
        assertThat(ports()).isEmpty();
    }

    @Test
    void valuesThatCannotBeAreCutAndNoMoreDependenciesAreKeptThanAPolicyCanName() {
        for (var number = 0; number < 100; number++) {
            counted("cluster.dep_d" + number + ".upstream_rq_completed", number % 2 == 0 ? -5 : Double.NaN);
        }
        stands("cluster.dep_d0.membership_total", 1e300);

        assertThat(read()).hasSize(32).containsEntry("d0", new Tally(0, 0, 0, 0, Integer.MAX_VALUE, 0, 0));
    }

    /** As a real Envoy counts: who is refused at a share or ends at the deadline has been answered. */
    @Test
    void requestsAreThoseThatWereAnsweredAndThoseThatNoRouteSaw() {
        counted("vhost.in_http-main.route.pay.upstream_rq_completed", 60)
                .counted("vhost.in_http-main.route.pay.upstream_rq_2xx", 50)
                .counted("vhost.in_http-main.route.pay.upstream_rq_5xx", 10)
                .counted("vhost.in_http-main.route.pay.upstream_rq_timeout", 3)
                .counted("vhost.in_http-main.route._unclassified.upstream_rq_completed", 20)
                .counted("vhost.in_http-main.route._unclassified.upstream_rq_5xx", 4)
                .counted("cluster.in_http-main.upstream_rq_active_overflow", 4)
                .counted("cluster.in_http-main_pay.upstream_rq_active_overflow", 2)
                .stands("cluster.in_http-main_pay.upstream_rq_active", 7)
                .counted("in_http-main_pay.http_local_rate_limit.rate_limited", 5)
                .counted("http.in_http-main.adaptive_concurrency.gradient_controller.rq_blocked", 15);

        assertThat(ports())
                .isEqualTo(Map.of("http-main", new Arrivals(Map.of("pay", 65L, "_unclassified", 20L), 100, 8, 26, 3)));
        assertThat(read()).isEmpty();
    }

    @Test
    void ofGrpcCallsEndWithTheirOwnStatusAndAllButTheRateLimitedOnesAreCalls() {
        counted("vhost.in_grpc.route.put.upstream_rq_completed", 88)
                .counted("vhost.in_grpc.route.put.upstream_rq_5xx", 6)
                .counted("cluster.in_grpc.grpc.total", 90)
                .counted("cluster.in_grpc.grpc.failure", 30)
                .counted("cluster.in_grpc.upstream_rq_active_overflow", 6)
                .counted("in_grpc_put.http_local_rate_limit.rate_limited", 10)
                .counted("http.in_grpc.adaptive_concurrency.gradient_controller.rq_blocked", 4)
                .counted("http.in_grpc.downstream_rq_max_duration_reached", 2);

        assertThat(ports()).isEqualTo(Map.of("grpc", new Arrivals(Map.of("put", 98L), 100, 20, 20, 2)));
    }

    @Test
    void aPortWithoutRequestsIsKnownAndAClassWithoutIsNot() {
        stands("cluster.in_http.upstream_rq_active", 0)
                .counted("vhost.in_http.route.former.upstream_rq_completed", 0)
                .counted("in_http_former.http_local_rate_limit.rate_limited", 0);

        assertThat(ports()).isEqualTo(Map.of("http", new Arrivals(Map.of(), 0, 0, 0, 0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vhost.in_.route.pay.upstream_rq_completed",
                "vhost.in_http.route..upstream_rq_completed",
                "vhost.in_http.route.pay.upstream_rq_total",
                "vhost.in_http.route.pay.upstream_rq_active_overflow",
                "vhost.in_a-name-of-sixteen.route.pay.upstream_rq_completed",
                "vhost.in_HTTP.route.pay.upstream_rq_completed",
                "vhost.in_http.route.two words.upstream_rq_completed",
                "vhost.in_http\n.route.pay.upstream_rq_completed",
                "vhost.in_http.route.pay.route.pay.upstream_rq_completed",
                "vhost.out_http.route.pay.upstream_rq_completed",
                "cluster.in_http.upstream_rq_completed",
                "cluster.in_http_.upstream_rq_active_overflow",
                "in_http.http_local_rate_limit.rate_limited",
                "http.in_http_pay.downstream_rq_max_duration_reached",
                "http.in_http.adaptive_concurrency.gradient_controller",
                "in_",
                "vhost."
            })
    void aNameThatNoPolicyCanBringAboutIsPassedOver(String name) {
        counted(name, 1);

        assertThat(ports()).isEmpty();
        assertThat(read()).isEmpty();
    }

    @Test
    void noMorePortsAndClassesAreKeptThanAPolicyCanNameAndValuesAreCut() {
        for (var number = 0; number < 100; number++) {
            counted("vhost.in_p" + number + ".route.c.upstream_rq_completed", Double.NaN);
            counted("vhost.in_p0.route.c" + number + ".upstream_rq_completed", 1e300);
        }
        counted("vhost.in_p0.route." + "c".repeat(64) + ".upstream_rq_completed", 1);
        counted("vhost.in_p1.route.c.upstream_rq_5xx", -5).counted("cluster.in_p1.upstream_rq_active_overflow", 7);

        assertThat(ports()).hasSize(4).containsEntry("p1", new Arrivals(Map.of(), 0, 0, 7, 0));
        assertThat(ports())
                .hasEntrySatisfying(
                        "p0",
                        arrivals -> assertThat(arrivals.classes()).hasSize(9).containsEntry("c0", 1_000_000_000_000L));
    }
}
