/** The delta protocol with one proxy as a state machine: requests in, responses out. Knows no gRPC and no clock. */
@NullMarked
package dev.faultline.xds.delta;

import org.jspecify.annotations.NullMarked;
