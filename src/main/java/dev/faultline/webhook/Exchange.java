package dev.faultline.webhook;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** One request and its answer. */
final class Exchange {
    static final String PATH = "/mutate";

    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final String JSON = "application/json";

    /** What takes longer than about a millisecond to read would hold up other connections. */
    private static final int QUICK = 128 * 1024;

    private final HttpServerRequest request;
    private final Terms terms;
    private final Runnable onEnd;
    private final Buffer body = Buffer.buffer();
    private int taken;
    private boolean ended;

    /** @param closing whether the connection is to be closed after this answer */
    record Terms(Vertx vertx, PodAdmission admission, BodyBudget budget, BooleanSupplier closing) {}

    /** @param onEnd called once, when nothing of it is left */
    Exchange(HttpServerRequest request, Terms terms, Runnable onEnd) {
        this.request = request;
        this.terms = terms;
        this.onEnd = onEnd;
    }

    void begin() {
        request.exceptionHandler(problem -> end());
        request.response().closeHandler(gone -> end());
        request.response().endHandler(done -> end());
        var refusal = refusal();
        if (refusal != HttpResponseStatus.OK) {
            refuse(refusal);
            return;
        }
        request.handler(this::take);
        request.endHandler(all -> answer());
    }

    private HttpResponseStatus refusal() {
        if (!PATH.equals(request.path())) {
            return HttpResponseStatus.NOT_FOUND;
        }
        if (request.method() != HttpMethod.POST) {
            return HttpResponseStatus.METHOD_NOT_ALLOWED;
        }
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null
                || !type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(JSON)) {
            return HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE;
        }
        return isTooLong(request.getHeader(HttpHeaders.CONTENT_LENGTH))
                ? HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE
                : HttpResponseStatus.OK;
    }

    private static boolean isTooLong(String length) {
        try {
            return length != null && Long.parseLong(length) > BodyBudget.ONE;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private void take(Buffer chunk) {
        if (ended || request.response().ended()) {
            return;
        }
        if (body.length() + chunk.length() > BodyBudget.ONE) {
            refuse(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        } else if (!terms.budget().take(chunk.length())) {
            refuse(HttpResponseStatus.SERVICE_UNAVAILABLE);
        } else {
            taken += chunk.length();
            body.appendBuffer(chunk);
        }
    }

    private void answer() {
        if (ended || request.response().ended()) {
            return;
        }
        if (body.length() <= QUICK) {
            send(answered());
        } else {
            terms.vertx()
                    .executeBlocking(this::answered, false)
                    .onSuccess(this::send)
                    .onFailure(this::failed);
        }
    }

    private record Result(HttpResponseStatus status, Buffer body) {}

    private Result answered() {
        try {
            return new Result(
                    HttpResponseStatus.OK, Buffer.buffer(terms.admission().answer(body.getBytes())));
        } catch (Review.Malformed e) {
            return new Result(HttpResponseStatus.BAD_REQUEST, Buffer.buffer(e.getMessage() + "\n"));
        } catch (RuntimeException e) {
            LOG.error("Review could not be answered", e);
            return new Result(HttpResponseStatus.INTERNAL_SERVER_ERROR, Buffer.buffer());
        }
    }

    private void failed(Throwable problem) {
        LOG.error("Review could not be answered", problem);
        refuse(HttpResponseStatus.INTERNAL_SERVER_ERROR);
    }

    private void send(Result result) {
        if (ended || request.response().closed()) {
            return;
        }
        if (terms.closing().getAsBoolean()) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        request.response()
                .setStatusCode(result.status().code())
                .putHeader(HttpHeaders.CONTENT_TYPE, result.status() == HttpResponseStatus.OK ? JSON : "text/plain")
                .end(result.body());
    }

    /** Whoever asks for something else gets no second try on this connection: the rest of the body would be in the way. */
    private void refuse(HttpResponseStatus status) {
        if (status == HttpResponseStatus.METHOD_NOT_ALLOWED) {
            request.response().putHeader(HttpHeaders.ALLOW, HttpMethod.POST.name());
        }
        request.response()
                .setStatusCode(status.code())
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(status.reasonPhrase() + "\n")
                .onComplete(sent -> request.connection().close());
    }

    private void end() {
        if (!ended) {
            ended = true;
            terms.budget().giveBack(taken);
            onEnd.run();
        }
    }
}
