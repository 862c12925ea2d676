package dev.faultline;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A replica is ready when it can answer about new pods and give sidecars their configuration, leader or not. */
@Readiness
@ApplicationScoped
class TrafficReady implements HealthCheck {
    private final Traffic traffic;

    TrafficReady(Traffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public HealthCheckResponse call() {
        var missing = traffic.missing();
        var response = HealthCheckResponse.named("traffic").status(missing.isEmpty());
        missing.ifPresent(reason -> response.withData("reason", reason));
        return response.build();
    }
}
