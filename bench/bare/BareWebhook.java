import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The floor of the webhook: the same HTTPS server, which reads the whole question and gives a ready answer.
 *
 * <p>Arguments: port, certificate, key, file with the answer.
 */
public final class BareWebhook {
    private BareWebhook() {}

    public static void main(String[] arguments) throws Exception {
        var answer = Buffer.buffer(Files.readAllBytes(Path.of(arguments[3])));
        var options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(false)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setKeyCertOptions(new PemKeyCertOptions().setCertPath(arguments[1]).setKeyPath(arguments[2]))
                .setHandle100ContinueAutomatically(true)
                .setIdleTimeout(120);
        Vertx.vertx()
                .createHttpServer(options)
                .requestHandler(request -> request.body()
                        .onSuccess(read -> request.response()
                                .putHeader("content-type", "application/json")
                                .end(answer.copy())))
                .listen(Integer.parseInt(arguments[0]), "0.0.0.0")
                .onSuccess(running -> System.err.println("ready"))
                .onFailure(problem -> {
                    System.err.println(problem);
                    System.exit(1);
                });
    }
}
