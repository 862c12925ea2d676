package dev.faultline;

import dev.faultline.cluster.Caches;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A replica is ready when its caches hold what the API server has, leader or not. */
@Readiness
@ApplicationScoped
class CachesReady implements HealthCheck {
    private final Caches caches;

    CachesReady(Caches caches) {
        this.caches = caches;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("caches").status(caches.isSynced()).build();
    }
}
