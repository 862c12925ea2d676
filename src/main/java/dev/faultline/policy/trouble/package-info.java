/** What injection may have done to pods. Judges what others have seen; knows no client and no clock. */
@NullMarked
package dev.faultline.policy.trouble;

import org.jspecify.annotations.NullMarked;
