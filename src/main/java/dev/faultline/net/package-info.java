/**
 * Asks servers whether they are well: HTTP, TCP, gRPC, and those with a protocol of their own. Each address is judged when it is dialled, each answer comes by
 * its deadline, and what is said of a failure is its class. No thresholds live here.
 */
@NullMarked
package dev.faultline.net;

import org.jspecify.annotations.NullMarked;
