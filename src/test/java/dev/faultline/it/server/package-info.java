/** Real servers on this host, each with a folder and ports of its own, and asked as the operator asks. Need no API server. */
@NullMarked
package dev.faultline.it.server;

import org.jspecify.annotations.NullMarked;
