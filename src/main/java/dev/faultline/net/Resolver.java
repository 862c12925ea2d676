package dev.faultline.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** From a name to addresses. May take long; whoever asks waits no longer than he wants to. */
@FunctionalInterface
public interface Resolver {
    /**
     * @param namespace of the probe that names the host
     * @throws UnknownHostException when there is no such name
     */
    List<InetAddress> resolve(String namespace, String host) throws UnknownHostException;
}
