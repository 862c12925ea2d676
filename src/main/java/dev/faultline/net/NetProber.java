package dev.faultline.net;

import dev.faultline.probe.Aim;
import dev.faultline.probe.Answer;
import dev.faultline.probe.Prober;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** Asks over the network, each time by a connection of its own. */
public final class NetProber implements Prober {
    private final Dialler dialler;
    private final ScheduledExecutorService timer;
    private final EventLoopGroup loops;

    /**
     * @param timer ends connections at their deadline
     * @param loops on which gRPC is spoken
     */
    public NetProber(Dialler dialler, ScheduledExecutorService timer, EventLoopGroup loops) {
        this.dialler = dialler;
        this.timer = timer;
        this.loops = loops;
    }

    @Override
    public Answer ask(String namespace, Aim aim, Duration timeout) {
        var deadline = Deadline.after(timeout);
        try {
            switch (aim) {
                case Aim.Http http -> http(namespace, http, deadline);
                case Aim.Grpc grpc ->
                    new GrpcQuestion(grpc, loops).ask(dialler.address(namespace, grpc.address(), deadline), deadline);
                case Aim.Tcp tcp ->
                    Line.to(dialler.address(namespace, tcp.address(), deadline), deadline, timer)
                            .close();
                case Aim.NotYet(var path) -> throw Failure.untold("this version does not do " + path + " yet");
            }
            return new Answer.Good(deadline.taken());
        } catch (Failure e) {
            return e.answer();
        }
    }

    private void http(String namespace, Aim.Http aim, Deadline deadline) throws Failure {
        var question = new HttpQuestion(aim);
        try (var line = Line.to(dialler.address(namespace, question.address(), deadline), deadline, timer)) {
            question.ask(line);
        }
    }
}
