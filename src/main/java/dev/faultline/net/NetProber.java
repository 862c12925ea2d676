package dev.faultline.net;

import dev.faultline.net.line.Deadline;
import dev.faultline.net.line.Dial;
import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Line;
import dev.faultline.net.server.ServerQuestion;
import dev.faultline.probe.Aim;
import dev.faultline.probe.Aim.Address;
import dev.faultline.probe.Answer;
import dev.faultline.probe.Prober;
import dev.faultline.probe.trust.Keyring;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** Asks over the network, each time by a connection of its own. */
public final class NetProber implements Prober {
    private final Dialler dialler;
    private final ScheduledExecutorService timer;
    private final EventLoopGroup loops;
    private final Means means;

    /**
     * @param timer ends connections at their deadline
     * @param loops on which gRPC is spoken
     */
    public NetProber(Dialler dialler, Keyring keyring, ScheduledExecutorService timer, EventLoopGroup loops) {
        this.dialler = dialler;
        this.means = new Means(keyring);
        this.timer = timer;
        this.loops = loops;
    }

    @Override
    public Answer ask(String namespace, Aim aim, Duration timeout) {
        var deadline = Deadline.after(timeout);
        try {
            switch (aim) {
                case Aim.Http http -> http(namespace, http, deadline);
                case Aim.Grpc grpc -> {
                    var cover =
                            means.cover(namespace, grpc.tls(), grpc.address().host());
                    var address = dialler.address(namespace, grpc.address(), deadline);
                    new GrpcQuestion(grpc, cover, loops).ask(address, deadline);
                }
                case Aim.Tcp tcp -> {
                    var cover = means.cover(namespace, tcp.tls(), tcp.address().host());
                    dial(namespace, tcp.address(), deadline).in(cover).open().close();
                }
                case Aim.Server server -> {
                    var cover = means.cover(
                            namespace, server.tls(), server.address().host());
                    var visitor = means.visitor(namespace, server.login());
                    ServerQuestion.of(server.product(), cover, visitor)
                            .ask(dial(namespace, server.address(), deadline));
                }
                case Aim.Pods _ -> throw Failure.untold("pods are counted and not dialled");
                case Aim.EachPod _ -> throw Failure.untold("not asked: pods are asked one by one");
            }
            return new Answer.Good(deadline.taken());
        } catch (Failure e) {
            return e.answer();
        }
    }

    private void http(String namespace, Aim.Http aim, Deadline deadline) throws Failure {
        var question = new HttpQuestion(aim);
        var cover = means.cover(namespace, aim.tls(), question.address().host());
        try (var line = dial(namespace, question.address(), deadline).in(cover).open()) {
            question.ask(line);
        }
    }

    private Dial dial(String namespace, Address address, Deadline deadline) {
        return () -> Line.to(dialler.address(namespace, address, deadline), deadline, timer);
    }
}
