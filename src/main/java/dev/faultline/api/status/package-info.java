/** What the operator says back: findings, states, and the words of conditions. */
@NullMarked
package dev.faultline.api.status;

import org.jspecify.annotations.NullMarked;
