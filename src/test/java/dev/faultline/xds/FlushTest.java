package dev.faultline.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.policy.live.Tally;
import io.envoyproxy.envoy.service.metrics.v3.StreamMetricsMessage;
import io.prometheus.client.Metrics.Counter;
import io.prometheus.client.Metrics.Gauge;
import io.prometheus.client.Metrics.Metric;
import io.prometheus.client.Metrics.MetricFamily;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
        return Flush.read(message.build());
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
    }

    @Test
    void valuesThatCannotBeAreCutAndNoMoreDependenciesAreKeptThanAPolicyCanName() {
        for (var number = 0; number < 100; number++) {
            counted("cluster.dep_d" + number + ".upstream_rq_completed", number % 2 == 0 ? -5 : Double.NaN);
        }
        stands("cluster.dep_d0.membership_total", 1e300);

        assertThat(read()).hasSize(32).containsEntry("d0", new Tally(0, 0, 0, 0, Integer.MAX_VALUE, 0, 0));
    }
}
