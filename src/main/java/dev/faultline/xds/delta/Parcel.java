package dev.faultline.xds.delta;

import dev.faultline.envoy.Resource;
import java.util.List;
import java.util.Set;

/** What goes into one response. */
record Parcel(List<Resource> resources, Set<String> removed) {}
