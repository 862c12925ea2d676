package dev.faultline.net.line;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** A connection that is closed at its deadline, whoever is reading or writing then. */
public final class Line implements AutoCloseable {
    private final Deadline deadline;
    private final ScheduledFuture<?> end;
    private final Socket raw;
    private volatile Socket socket;

    private boolean isJustSecured;

    /** A connection that was ended here is not one that broke. */
    private volatile boolean cut;

    private Line(Socket socket, Deadline deadline, ScheduledExecutorService timer) throws Failure {
        this.socket = socket;
        this.deadline = deadline;
        var left = deadline.millisLeft("connection");
        this.raw = socket;
        this.end = timer.schedule(this::cut, left, TimeUnit.MILLISECONDS);
    }

    public static Line to(InetSocketAddress address, Deadline deadline, ScheduledExecutorService timer) throws Failure {
        var socket = new Socket();
        var line = new Line(socket, deadline, timer);
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, deadline.millisLeft("connection"));
            return line;
        } catch (IOException e) {
            line.close();
            throw line.failure(e, "connection");
        }
    }

    /** Goes on in TLS, and holds the other side to its name. */
    public void secure(Cover.Tls tls) throws Failure {
        try {
            var factory = tls.trust().freshFactory();
            var secured = (SSLSocket) factory.createSocket(socket, tls.name(), socket.getPort(), true);
            var parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.setSoTimeout(deadline.millisLeft("TLS handshake"));
            secured.startHandshake();
            socket = secured;
            isJustSecured = true;
        } catch (IOException e) {
            throw failure(e, "TLS handshake");
        }
    }

    public void send(byte[] bytes) throws Failure {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw failure(e, "answer");
        }
    }

    /**
     * Reads what has come.
     *
     * @return how many bytes, or less than 0 when the other side has ended
     */
    public int read(byte[] into, int from) throws Failure {
        try {
            socket.setSoTimeout(deadline.millisLeft("answer"));
            var length = socket.getInputStream().read(into, from, into.length - from);
            isJustSecured = false;
            return length;
        } catch (IOException e) {
            throw failure(e, "answer");
        }
    }

    /** The class of a failure. What the exception says may hold what was received, so little of it is looked at. */
    private Failure failure(IOException problem, String awaited) {
        if (cut || deadline.isOver() || problem instanceof SocketTimeoutException) {
            return deadline.late(awaited);
        }
        if (problem instanceof SSLException) {
            return Failure.bad(TlsTrouble.words(problem));
        }
        var words = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
        if (words.contains("too many open files") || words.contains("cannot assign requested address")) {
            return Failure.untold("the operator has no socket left");
        }
        return switch (problem) {
            case NoRouteToHostException _ -> Failure.bad("no route to the host");
            case ConnectException _ ->
                Failure.bad(words.contains("refused") ? "connection refused" : "no route to the host");
            // In TLS 1.3 the server judges the client's certificate after the client's handshake is over.
            case IOException _
            when isJustSecured ->
                Failure.bad(
                        "connection broken right after the TLS handshake, as by a server that wants a certificate of "
                                + "the client");
            default -> Failure.bad(words.contains("reset") ? "connection reset" : "connection broken");
        };
    }

    private void cut() {
        cut = true;
        close(raw);
    }

    @Override
    public void close() {
        // Says goodbye where TLS is spoken, which the end waits for no longer than for all else.
        close(socket);
        close(raw);
        end.cancel(false);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more in any case.
        }
    }
}
