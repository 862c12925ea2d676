package dev.faultline.it.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the operator has asked of the API server, as the API server wrote it down. */
public final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> READS = Set.of("get", "list");

    private final long from;

    private AuditLog(long from) {
        this.from = from;
    }

    /** Counts from this moment on. */
    public static AuditLog mark() {
        try {
            return new AuditLog(Files.size(Setting.AUDIT_LOG.path()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param right what was asked for
     * @param refused whether the asker lacks the right to it; other refusals have other reasons
     */
    public record Request(Right right, String namespace, String name, String uri, int code, boolean refused) {
        public String verb() {
            return right.verb();
        }

        public String resource() {
            return right.resource();
        }

        public boolean isLease() {
            return resource().equals("leases");
        }

        /** An eviction's dry run stands in its body, which this log does not hold: the operator makes no other. */
        public boolean isTrial() {
            return uri.contains("dryRun=All") || resource().equals("pods/eviction");
        }

        public boolean isWatch() {
            return verb().equals("watch");
        }

        public boolean isRead() {
            return READS.contains(verb()) && !isLease();
        }

        public boolean isWrite() {
            return !isWatch() && !READS.contains(verb()) && !isTrial() && !isLease();
        }
    }

    /** The operator's finished requests since the mark. */
    public List<Request> requests() {
        return requestsOf(OperatorAccount.ACCOUNT);
    }

    /** What an account has asked for since the mark, and was not refused for want of a right. */
    public Set<Right> rightsUsedBy(Account account) {
        return requestsOf(account).stream()
                .filter(request -> !request.refused() && !request.resource().isEmpty())
                .map(Request::right)
                .collect(Collectors.toSet());
    }

    /** What an account has asked for since the mark, and lacks the right to. */
    public Set<Right> rightsMissedBy(Account account) {
        return requestsOf(account).stream()
                .filter(Request::refused)
                .map(Request::right)
                .collect(Collectors.toSet());
    }

    private List<Request> requestsOf(Account account) {
        return lines().filter(line -> line.contains(account.user()))
                .map(AuditLog::parse)
                .filter(event -> event.path("stage").asText().equals("ResponseComplete")
                        || event.path("stage").asText().equals("ResponseStarted"))
                .filter(event -> event.path("user").path("username").asText().equals(account.user()))
                .map(AuditLog::request)
                .toList();
    }

    public List<Request> writes() {
        return requests().stream().filter(Request::isWrite).toList();
    }

    public List<Request> writes(TestNamespace namespace) {
        return writes().stream()
                .filter(write -> write.namespace().equals(namespace.name()))
                .toList();
    }

    public List<Request> trials(TestNamespace namespace) {
        return requests().stream()
                .filter(Request::isTrial)
                .filter(trial -> trial.namespace().equals(namespace.name()))
                .toList();
    }

    private Stream<String> lines() {
        try (var file = new RandomAccessFile(Setting.AUDIT_LOG.path().toFile(), "r")) {
            var bytes = new byte[Math.toIntExact(file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            var text = new String(bytes, StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Request request(JsonNode event) {
        var object = event.path("objectRef");
        var subresource = object.path("subresource").asText();
        var right = new Right(
                object.path("apiGroup").asText(),
                object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
                event.path("verb").asText());
        return new Request(
                right,
                object.path("namespace").asText(),
                object.path("name").asText(),
                event.path("requestURI").asText(),
                event.path("responseStatus").path("code").asInt(),
                event.path("annotations")
                        .path("authorization.k8s.io/decision")
                        .asText()
                        .equals("forbid"));
    }
}
