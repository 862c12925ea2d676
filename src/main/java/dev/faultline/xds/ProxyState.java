package dev.faultline.xds;

import dev.faultline.envoy.ResourceType;
import java.util.List;

/**
 * How far a connected proxy is.
 *
 * @param current whether it has accepted all that it is to have
 * @param rejections what it has refused, or was not sent, and still runs without; it keeps the last good ones
 */
public record ProxyState(Proxy proxy, boolean current, List<Rejection> rejections) {

    /** @param message Envoy's own words, or ours for what was not sent, at most 512 characters */
    public record Rejection(ResourceType type, String resource, String message) {}
}
