/** AdmissionReviews in and out: order only. What becomes of a pod is decided elsewhere. */
@NullMarked
package dev.faultline.webhook;

import org.jspecify.annotations.NullMarked;
