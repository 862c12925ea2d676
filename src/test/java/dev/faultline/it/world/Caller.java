package dev.faultline.it.world;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the API server exactly what it is told to and nothing besides; whatever would change something is a dry run. */
public final class Caller implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;
    private static final String JSON = "application/json";

    private final KubernetesClient client;

    public Caller(Account account) {
        this.client = account.client();
    }

    public int get(String path) {
        return send("GET", path, JSON, "");
    }

    public int delete(String path) {
        return send("DELETE", dry(path), JSON, "");
    }

    public int post(String path, String body) {
        return send("POST", dry(path), JSON, body);
    }

    public int put(String path, String body) {
        return send("PUT", dry(path), JSON, body);
    }

    public int patch(String path, String body) {
        return send("PATCH", dry(path), "application/merge-patch+json", body);
    }

    private static String dry(String path) {
        return path + "?dryRun=All";
    }

    private int send(String method, String path, String type, String body) {
        var request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(URI.create(client.getMasterUrl().toString()).resolve(path))
                .method(method, type, body.isEmpty() ? null : body)
                .build();
        return answer(request).code();
    }

    private HttpResponse<String> answer(HttpRequest request) {
        try {
            return client.getHttpClient().sendAsync(request, String.class).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(request.uri() + " has no answer", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
