package dev.faultline.net;

import dev.faultline.probe.Aim;
import dev.faultline.probe.Answer;
import java.util.Set;

/** A host {@code peer.test}, as tests ask it by name, and what came of it in words. */
final class Peer {
    private Peer() {}

    static Aim.Http http(int port) {
        return new Aim.Http("http://peer.test:" + port + "/health", Set.of());
    }

    static Aim.Tcp tcp(int port) {
        return new Aim.Tcp(new Aim.Address("peer.test", port));
    }

    static Aim.Grpc grpc(int port, String service) {
        return new Aim.Grpc(new Aim.Address("peer.test", port), service);
    }

    static Aim.Server server(Aim.Product product, int port) {
        return new Aim.Server(product, new Aim.Address("peer.test", port));
    }

    static String words(Answer answer) {
        return switch (answer) {
            case Answer.Good _ -> "good";
            case Answer.Bad(var message) -> message;
            case Answer.Untold(var message) -> "untold: " + message;
        };
    }
}
