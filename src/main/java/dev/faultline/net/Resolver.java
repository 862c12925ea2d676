package dev.faultline.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** From a name to addresses. May take long; whoever asks waits no longer than he wants to. */
@FunctionalInterface
public interface Resolver {
    /** @throws UnknownHostException when there is no such name */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** By the means of the host. */
    static List<InetAddress> system(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }
}
