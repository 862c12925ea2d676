package dev.faultline.probe;

import dev.faultline.api.probe.Check;
import dev.faultline.api.probe.Check.Severity;
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
        return new Aim.NotYet(path + "." + kind(wire));
    }

    private static String kind(Check wire) {
        if (wire.postgres() != null) {
            return "postgres";
        }
        if (wire.redis() != null) {
            return "redis";
        }
        if (wire.kafka() != null) {
            return "kafka";
        }
        return wire.amqp() != null ? "amqp" : "podEndpoint";
    }
}
