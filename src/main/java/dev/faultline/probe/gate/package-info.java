/**
 * Decides which pods are taken out of service for their own failing checks, and which condition each pod must have. A
 * cause that pods share takes none of them out of service.
 */
@NullMarked
package dev.faultline.probe.gate;

import org.jspecify.annotations.NullMarked;
