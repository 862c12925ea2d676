/** How the leader keeps something as it should be: woken by changes, at rest without any. */
@NullMarked
package dev.faultline.cluster.upkeep;

import org.jspecify.annotations.NullMarked;
