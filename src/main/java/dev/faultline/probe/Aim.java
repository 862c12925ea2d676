package dev.faultline.probe;

import dev.faultline.api.TargetRef;
import dev.faultline.probe.trust.Login;
import dev.faultline.probe.trust.Tls;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whom a check asks, and how. */
public sealed interface Aim {
    /**
     * A URL, asked with GET.
     *
     * @param good status codes that are good; empty for 200 to 299
     */
    record Http(String url, Set<Integer> good, Tls tls) implements Aim {
        /** As the URL's scheme says. */
        public Http(String url, Set<Integer> good) {
            this(url, good, Tls.ofUrl(url));
        }
    }

    /** The gRPC health service. */
    record Grpc(Address address, String service, Tls tls) implements Aim {
        /** Without TLS. */
        public Grpc(Address address, String service) {
            this(address, service, new Tls.None());
        }
    }

    /** A port that accepts a connection. */
    record Tcp(Address address, Tls tls) implements Aim {
        /** Without TLS. */
        public Tcp(Address address) {
            this(address, new Tls.None());
        }
    }

    /** A server with a protocol of its own. */
    record Server(Product product, Address address, Tls tls, Login login) implements Aim {
        /** Without TLS, by nobody. */
        public Server(Product product, Address address) {
            this(product, address, new Tls.None(), new Login.Nobody());
        }
    }

    /** What speaks a protocol of its own. */
    enum Product {
        Postgres,
        Redis,
        Kafka,
        Amqp
    }

    /**
     * Pods, as the API server tells of them: nobody is dialled.
     *
     * @param named workloads by name; empty where a selector means them
     */
    record Pods(List<TargetRef> named, Optional<LabelSelector> selected, Need need) implements Aim {
        /** What is enough. */
        public enum Need {
            /** One pod of each workload is ready. */
            One,
            /** All are that are wanted. */
            All
        }
    }

    /**
     * A path of each pod of the targets, asked with GET; the pods are asked one by one.
     *
     * @param port the port's number, or the name of a container port
     * @param path begins with a slash, may have a query
     */
    record EachPod(String port, String path, Tls tls) implements Aim {}

    /**
     * A host and a port as they were written.
     *
     * @param host a name, or an address without brackets
     */
    record Address(String host, int port) {
        /** @param text has passed the schema */
        static Address parse(String text) {
            var colon = text.lastIndexOf(':');
            var host = text.substring(0, colon);
            return new Address(
                    host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(text.substring(colon + 1)));
        }
    }
}
