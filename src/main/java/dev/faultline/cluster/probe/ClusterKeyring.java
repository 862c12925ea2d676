package dev.faultline.cluster.probe;

import dev.faultline.probe.trust.Authority;
import dev.faultline.probe.trust.Kept;
import dev.faultline.probe.trust.Keyring;
import dev.faultline.probe.trust.Login;
import dev.faultline.probe.trust.User;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Passwords and authorities out of labelled Secrets and ConfigMaps of the namespaces that an administrator names. */
public final class ClusterKeyring implements Keyring, AutoCloseable {
    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String CA = "ca.crt";

    private final Map<String, Shelf> shelves;

    /** @param namespaces of which they are read; of no other one is anything asked */
    public ClusterKeyring(KubernetesClient client, Set<String> namespaces) {
        this.shelves = namespaces.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), name -> new Shelf(client, name)));
    }

    /** Does not wait: one namespace whose Role is missing holds up nobody else. */
    public void start() {
        shelves.values().forEach(Shelf::start);
    }

    @Override
    public Kept<String> fromSecret(String namespace, Authority.InSecret ref) {
        return read(namespace, Wanted.secret(ref.name()), entry -> entry.text(CA));
    }

    @Override
    public Kept<String> fromConfigMap(String namespace, Authority.InConfigMap ref) {
        return read(namespace, Wanted.configMap(ref.name()), entry -> entry.text(CA));
    }

    @Override
    public Kept<User> user(String namespace, Login.InSecret ref) {
        return read(namespace, Wanted.secret(ref.name()), ClusterKeyring::user);
    }

    private static Kept<User> user(Entry entry) {
        return switch (entry.text(USERNAME)) {
            case Kept.Missing<String>(var why) -> new Kept.Missing<>(why);
            case Kept.Found<String>(var name) ->
                switch (entry.text(PASSWORD)) {
                    case Kept.Missing<String>(var why) -> new Kept.Missing<>(why);
                    case Kept.Found<String>(var password) -> new Kept.Found<>(new User(name, password));
                };
        };
    }

    private <T> Kept<T> read(String namespace, Wanted wanted, Function<Entry, Kept<T>> reading) {
        var shelf = shelves.get(namespace);
        if (shelf == null) {
            return new Kept.Missing<>("the operator reads no " + wanted.kind() + "s of namespace " + namespace
                    + " for probes; an administrator may allow it by setting probes.credentialsNamespaces");
        }
        if (!shelf.isSynced()) {
            return new Kept.Missing<>("the operator has not read the " + wanted.kind() + "s of namespace " + namespace
                    + "; if that lasts, see whether its Role is there");
        }
        return wanted.on(shelf)
                .map(data -> reading.apply(new Entry(wanted.words(), data)))
                .orElseGet(() -> new Kept.Missing<>(wanted.words() + " is not there, or lacks the label " + Shelf.LABEL
                        + ": \"" + Shelf.VALUE + "\"; make it, or label it"));
    }

    /** One object, by kind and name. */
    private record Wanted(String kind, String name) {
        private static final String SECRET = "Secret";

        static Wanted secret(String name) {
            return new Wanted(SECRET, name);
        }

        static Wanted configMap(String name) {
            return new Wanted("ConfigMap", name);
        }

        Optional<Map<String, String>> on(Shelf shelf) {
            return kind.equals(SECRET) ? shelf.secret(name) : shelf.configMap(name);
        }

        String words() {
            return kind + " " + name;
        }
    }

    /** One object's data, decoded. */
    private record Entry(String words, Map<String, String> data) {
        Kept<String> text(String key) {
            var text = data.getOrDefault(key, "");
            if (text.isEmpty()) {
                return new Kept.Missing<>(words + " has no " + key + "; write it there");
            }
            // It would end the text for the server, and begin another.
            return text.indexOf('\0') < 0
                    ? new Kept.Found<>(text)
                    : new Kept.Missing<>(words + " has a zero byte in " + key + "; write it as text");
        }
    }

    @Override
    public void close() {
        shelves.values().forEach(Shelf::close);
    }
}
