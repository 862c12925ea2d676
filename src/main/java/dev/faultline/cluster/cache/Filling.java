package dev.faultline.cluster.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Waits until watches that have been started hold what the API server has. */
public final class Filling {
    private Filling() {}

    /** @throws java.util.concurrent.CompletionException when one is not filled within the patience */
    public static void await(Stream<CompletionStage<Void>> started, Duration patience) {
        CompletableFuture.allOf(
                        started.map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new))
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
