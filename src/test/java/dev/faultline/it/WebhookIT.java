package dev.faultline.it;

import static dev.faultline.it.InjectorIT.create;
import static dev.faultline.it.InjectorIT.isPatched;
import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.cluster.certificates.Certificates;
import dev.faultline.cluster.certificates.Keyring;
import dev.faultline.cluster.injector.HookConfiguration;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Gate;
import dev.faultline.it.world.TestNamespace;
import dev.faultline.webhook.Mutation;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever becomes of the webhook, pods are created. */
class WebhookIT {
    private TestNamespace home;
    private TestNamespace shop;
    private Gate gate;

    /** Begins when the first certificate is old enough to be renewed today. */
    private final Calendar calendar = new Calendar(Instant.now().minus(Duration.ofDays(61)));

    @BeforeEach
    void start() {
        home = ApiServer.ready().namespace("gate");
        shop = ApiServer.ready().namespace("shop");
        gate = Gate.leading(home, calendar);
        gate.serve(shop);
        eventually(() -> assertThat(isPatched(create(shop, Map.of()))).isTrue());
    }

    @AfterEach
    void stop() {
        gate.close();
        ApiServer.ready()
                .client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(HookConfiguration.NAME)
                .delete();
        shop.close();
        home.close();
    }

    @Test
    void aCertificateIsRenewedUnderLoadAndNoPodLacksItsSidecar() {
        var before = gate.certificates().webhook().current().orElseThrow();
        var stop = new AtomicBoolean();
        var made = new CopyOnWriteArrayList<Pod>();
        var stream = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                made.add(create(shop, Map.of()));
            }
        });

        calendar.turnTo(Instant.now());
        touch(Certificates.WEBHOOK_SECRET);
        eventually(() -> assertThat(gate.certificates().webhook().current().orElseThrow())
                .isNotEqualTo(before));
        var sofar = made.size();
        eventually(() -> assertThat(made).hasSizeGreaterThan(sofar + 20));
        stop.set(true);
        stream.join();

        assertThat(made).allMatch(InjectorIT::isPatched);
        assertThat(gate.certificates().webhook().current().map(Keyring::authorities))
                .contains(before.authorities());
    }

    @Test
    void withoutAWebhookPodsAreCreatedAsTheyAre() {
        gate.stopServer();

        assertThat(isPatched(create(shop, Map.of()))).isFalse();
    }

    @Test
    void aWebhookThatHangsHoldsAPodForTwoSeconds() {
        var release = new CountDownLatch(1);
        gate.mutate((pod, namespace) -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Gate.PATCH;
        });

        var start = System.nanoTime();
        var pod = create(shop, Map.of());
        var taken = Duration.ofNanos(System.nanoTime() - start);
        release.countDown();

        assertThat(isPatched(pod)).isFalse();
        assertThat(taken).isBetween(Duration.ofMillis(1900), Duration.ofSeconds(10));
        gate.mutate((given, namespace) -> Gate.PATCH);
        eventually(() -> assertThat(isPatched(create(shop, Map.of()))).isTrue());
    }

    @Test
    void anErrorInTheWebhookLetsThePodThrough() {
        gate.mutate((pod, namespace) -> {
            throw new IllegalStateException("planned");
        });

        assertThat(isPatched(create(shop, Map.of()))).isFalse();
    }

    @Test
    void aPatchThatDoesNotFitIsNoObstacle() {
        gate.mutate((pod, namespace) -> new Mutation.Patched(
                "[{\"op\":\"replace\",\"path\":\"/spec/nowhere/at/all\",\"value\":1}]", List.of()));

        assertThat(isPatched(create(shop, Map.of()))).isFalse();
    }

    /** Any news of the Secret makes the leader look at it. */
    private void touch(String secret) {
        home.client().secrets().inNamespace(home.name()).withName(secret).edit(found -> {
            found.getMetadata().getLabels().put("example.com/touched", "yes");
            return found;
        });
    }

    private static final class Calendar extends Clock {
        private volatile Instant now;

        Calendar(Instant now) {
            this.now = now;
        }

        void turnTo(Instant next) {
            now = next;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
