/** Text for status and events that stays short. */
@NullMarked
package dev.faultline.policy.text;

import org.jspecify.annotations.NullMarked;
