package dev.faultline.probe;

import dev.faultline.api.probe.Check;
import dev.faultline.api.probe.Check.Severity;
import dev.faultline.probe.Aim.Product;
import dev.faultline.probe.trust.Authority;
import dev.faultline.probe.trust.Login;
import dev.faultline.probe.trust.Tls;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One check, parsed. */
public record PlannedCheck(String name, Severity severity, Aim aim) {
    public boolean isCritical() {
        return severity == Severity.Critical;
    }

    static PlannedCheck of(Check wire) {
        return new PlannedCheck(wire.name(), wire.severity() == null ? Severity.DEFAULT : wire.severity(), aim(wire));
    }

    private static Aim aim(Check wire) {
        if (wire.http() != null) {
            var good = wire.http().expectStatus();
            var codes = good == null ? Set.<Integer>of() : Set.copyOf(good);
            return new Aim.Http(
                    wire.http().url(),
                    codes,
                    tls(wire.tls(), Tls.ofUrl(wire.http().url())));
        }
        var tls = tls(wire.tls(), new Tls.None());
        if (wire.grpc() != null) {
            var service = wire.grpc().service();
            return new Aim.Grpc(Aim.Address.parse(wire.grpc().address()), service == null ? "" : service, tls);
        }
        if (wire.tcp() != null) {
            return new Aim.Tcp(Aim.Address.parse(wire.tcp().address()), tls);
        }
        return wire.podEndpoint() == null ? server(wire, tls) : pods(wire.podEndpoint(), tls);
    }

    private static Aim pods(Check.PodEndpoint endpoint, Tls tls) {
        return new Aim.EachPod(String.valueOf(endpoint.port().getValue()), endpoint.path(), tls);
    }

    private static Aim server(Check wire, Tls tls) {
        if (wire.postgres() != null) {
            return server(Product.Postgres, wire.postgres(), tls);
        }
        if (wire.redis() != null) {
            return server(Product.Redis, wire.redis(), tls);
        }
        if (wire.kafka() != null) {
            return server(Product.Kafka, wire.kafka(), tls);
        }
        return server(Product.Amqp, Objects.requireNonNull(wire.amqp()), tls);
    }

    private static Tls tls(Check.@Nullable Tls wire, Tls otherwise) {
        if (wire == null) {
            return otherwise;
        }
        return new Tls.Verified(authority(wire), Objects.requireNonNullElse(wire.serverName(), ""));
    }

    private static Authority authority(Check.Tls wire) {
        if (wire.caSecretRef() != null) {
            return new Authority.InSecret(wire.caSecretRef().name());
        }
        return wire.caConfigMapRef() == null
                ? new Authority.System()
                : new Authority.InConfigMap(wire.caConfigMapRef().name());
    }

    private static Aim server(Product product, Check.Server wire, Tls tls) {
        var login = wire.credentials() == null
                ? new Login.Nobody()
                : new Login.InSecret(wire.credentials().secretRef().name());
        return new Aim.Server(product, Aim.Address.parse(wire.address()), tls, login);
    }
}
