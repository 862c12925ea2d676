package dev.faultline.probe;

import dev.faultline.api.probe.Check;
import dev.faultline.api.probe.Check.Severity;
import dev.faultline.probe.Aim.Product;
import java.util.Set;

/** One check, parsed. */
public record PlannedCheck(String name, Severity severity, Aim aim) {
    public boolean isCritical() {
        return severity == Severity.Critical;
    }

    /** Whether this version can ask it. */
    public boolean isMade() {
        return !(aim instanceof Aim.NotYet);
    }

    /** @param path of the check within the spec */
    static PlannedCheck of(Check wire, String path) {
        return new PlannedCheck(
                wire.name(), wire.severity() == null ? Severity.DEFAULT : wire.severity(), aim(wire, path));
    }

    private static Aim aim(Check wire, String path) {
        if (wire.tls() != null) {
            return new Aim.NotYet(path + ".tls");
        }
        if (wire.http() != null) {
            var good = wire.http().expectStatus();
            return new Aim.Http(wire.http().url(), good == null ? Set.of() : Set.copyOf(good));
        }
        if (wire.grpc() != null) {
            var service = wire.grpc().service();
            return new Aim.Grpc(Aim.Address.parse(wire.grpc().address()), service == null ? "" : service);
        }
        if (wire.tcp() != null) {
            return new Aim.Tcp(Aim.Address.parse(wire.tcp().address()));
        }
        if (wire.postgres() != null) {
            return server(Product.Postgres, wire.postgres(), path + ".postgres");
        }
        if (wire.redis() != null) {
            return server(Product.Redis, wire.redis(), path + ".redis");
        }
        if (wire.kafka() != null) {
            return server(Product.Kafka, wire.kafka(), path + ".kafka");
        }
        if (wire.amqp() != null) {
            return server(Product.Amqp, wire.amqp(), path + ".amqp");
        }
        return new Aim.NotYet(path + ".podEndpoint");
    }

    private static Aim server(Product product, Check.Server wire, String path) {
        return wire.credentials() == null
                ? new Aim.Server(product, Aim.Address.parse(wire.address()))
                : new Aim.NotYet(path + ".credentials");
    }
}
