package dev.faultline.net;

import dev.faultline.net.guard.Allowance;
import dev.faultline.net.guard.Guard;
import dev.faultline.net.guard.Guard.Candidate;
import dev.faultline.net.guard.Guard.Verdict;
import dev.faultline.net.guard.Terrain;
import dev.faultline.net.line.Deadline;
import dev.faultline.net.line.Failure;
import dev.faultline.probe.Aim.Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** From what was written to an address that may be dialled. What it gives is dialled as it is, and not looked up again. */
public final class Dialler {
    private final Resolver resolver;
    private final Terrain terrain;
    private final Allowance allowance;

    public Dialler(Resolver resolver, Terrain terrain, Allowance allowance) {
        this.resolver = resolver;
        this.terrain = terrain;
        this.allowance = allowance;
    }

    /**
     * @param namespace of the probe
     * @throws Failure when the name is unknown, or nothing that it leads to may be dialled
     */
    InetSocketAddress address(String namespace, Address wanted, Deadline deadline) throws Failure {
        var closed = new ArrayList<String>();
        for (var address : resolve(namespace, wanted.host(), deadline)) {
            var candidate = new Candidate(namespace, wanted.host(), address);
            switch (Guard.judge(candidate, terrain.of(address), allowance)) {
                case Verdict.Open _ -> {
                    return new InetSocketAddress(address, wanted.port());
                }
                case Verdict.Closed(var why) -> closed.add(address.getHostAddress() + " " + why);
            }
        }
        throw Failure.untold("not dialled: " + String.join("; ", closed) + "; an administrator may allow it by setting "
                + "probes.allow");
    }

    /** The lookup itself cannot be ended; nobody waits for it longer than the deadline. */
    private List<InetAddress> resolve(String namespace, String host, Deadline deadline) throws Failure {
        var lookup = new FutureTask<>(() -> resolver.resolve(namespace, host));
        Thread.ofVirtual().name("lookup").start(lookup);
        try {
            return lookup.get(deadline.millisLeft("address"), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw deadline.late("address of the host");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException) {
                throw Failure.bad("the host has no address");
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.untold("the operator is stopping");
        }
    }
}
