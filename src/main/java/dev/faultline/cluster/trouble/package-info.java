/** What tells that pods do not come up. Reads; judges nothing. */
@NullMarked
package dev.faultline.cluster.trouble;

import org.jspecify.annotations.NullMarked;
