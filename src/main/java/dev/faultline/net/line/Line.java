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
import javax.net.ssl.SSLSocketFactory;

/** A connection that is closed at its deadline, whoever is reading or writing then. */
public final class Line implements AutoCloseable {
    private final Deadline deadline;
    private final ScheduledFuture<?> end;
    private volatile Socket socket;

    /** A connection that was ended here is not one that broke. */
    private volatile boolean cut;

    private Line(Socket socket, Deadline deadline, ScheduledExecutorService timer) throws Failure {
        this.socket = socket;
        this.deadline = deadline;
        var left = deadline.millisLeft("connection");
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

    /** Goes on in TLS, and holds the other side to its name. Trusts the CAs of the system. */
    public void secure(String host) throws Failure {
        try {
            var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
            var secured = (SSLSocket) factory.createSocket(socket, host, socket.getPort(), true);
            var parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.setSoTimeout(deadline.millisLeft("TLS handshake"));
            secured.startHandshake();
            socket = secured;
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
            return socket.getInputStream().read(into, from, into.length - from);
        } catch (IOException e) {
            throw failure(e, "answer");
        }
    }

    /** The class of a failure. What the exception says may hold what was received, so little of it is looked at. */
    private Failure failure(IOException problem, String awaited) {
        if (cut || deadline.isOver() || problem instanceof SocketTimeoutException) {
            return deadline.late(awaited);
        }
        var words = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
        if (words.contains("too many open files") || words.contains("cannot assign requested address")) {
            return Failure.untold("the operator has no socket left");
        }
        return switch (problem) {
            case NoRouteToHostException _ -> Failure.bad("no route to the host");
            case ConnectException _ ->
                Failure.bad(words.contains("refused") ? "connection refused" : "no route to the host");
            case SSLException _ ->
                Failure.bad(
                        words.contains("certificat") || words.contains("pkix") || words.contains("subject alternative")
                                ? "the certificate is not trusted, or is for another name"
                                : "no TLS is spoken there");
            default -> Failure.bad(words.contains("reset") ? "connection reset" : "connection broken");
        };
    }

    private void cut() {
        cut = true;
        close(socket);
    }

    @Override
    public void close() {
        end.cancel(false);
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more in any case.
        }
    }
}
