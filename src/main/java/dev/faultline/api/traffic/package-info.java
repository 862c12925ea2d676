/** What a policy says about requests: those a workload receives and those it makes. */
@NullMarked
package dev.faultline.api.traffic;

import org.jspecify.annotations.NullMarked;
