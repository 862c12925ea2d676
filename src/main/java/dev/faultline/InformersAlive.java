package dev.faultline;

import io.javaoperatorsdk.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** A replica whose watch of our own resources has stopped for good looks well and does nothing: it must be restarted. */
@Liveness
@ApplicationScoped
class InformersAlive implements HealthCheck {
    private final Operator operator;

    InformersAlive(Operator operator) {
        this.operator = operator;
    }

    @Override
    public HealthCheckResponse call() {
        var runtime = operator.getRuntimeInfo();
        return HealthCheckResponse.named("informers")
                .status(!runtime.isStarted() || runtime.allEventSourcesAreHealthy())
                .build();
    }
}
