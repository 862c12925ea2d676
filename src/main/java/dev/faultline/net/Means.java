package dev.faultline.net;

import dev.faultline.net.line.Cover;
import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Trust;
import dev.faultline.net.login.Visitor;
import dev.faultline.probe.trust.Authority;
import dev.faultline.probe.trust.Kept;
import dev.faultline.probe.trust.Keyring;
import dev.faultline.probe.trust.Login;
import dev.faultline.probe.trust.Tls;
import dev.faultline.probe.trust.User;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** From what a check says of TLS and of a user to what its connection needs. */
final class Means {
    /** Texts that are kept read; beyond, all are read anew. */
    private static final int MOST = 256;

    private final Keyring keyring;
    private final Map<String, Optional<Trust>> read = new ConcurrentHashMap<>();

    Means(Keyring keyring) {
        this.keyring = keyring;
    }

    /**
     * @param host that is called
     * @throws Failure where the authority is not to be had
     */
    Cover cover(String namespace, Tls tls, String host) throws Failure {
        return switch (tls) {
            case Tls.None _ -> new Cover.None();
            case Tls.Verified(var authority, var name) ->
                new Cover.Tls(trust(namespace, authority), name.isEmpty() ? host : name);
        };
    }

    /** @throws Failure where name and password are not to be had */
    Visitor visitor(String namespace, Login login) throws Failure {
        return switch (login) {
            case Login.Nobody _ -> new Visitor.Nobody();
            case Login.InSecret secret ->
                switch (keyring.user(namespace, secret)) {
                    case Kept.Missing<User>(var why) -> throw Failure.untold("not asked: " + why);
                    case Kept.Found<User>(var user) -> new Visitor.Known(user);
                };
        };
    }

    private Trust trust(String namespace, Authority authority) throws Failure {
        return switch (authority) {
            case Authority.System _ -> Trust.ofSystem();
            case Authority.InSecret secret -> read(keyring.fromSecret(namespace, secret), "Secret " + secret.name());
            case Authority.InConfigMap map -> read(keyring.fromConfigMap(namespace, map), "ConfigMap " + map.name());
        };
    }

    private Trust read(Kept<String> kept, String keeper) throws Failure {
        return switch (kept) {
            case Kept.Missing<String>(var why) -> throw Failure.untold("not asked: " + why);
            case Kept.Found<String>(var pem) -> {
                if (read.size() > MOST) {
                    read.clear();
                }
                yield read.computeIfAbsent(pem, Trust::of)
                        .orElseThrow(() -> Failure.untold(
                                "not asked: ca.crt of " + keeper + " holds no certificate; write the CA there in PEM"));
            }
        };
    }
}
