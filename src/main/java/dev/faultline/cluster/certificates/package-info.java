/** The operator's own authorities and serving certificates: made, kept in Secrets, renewed while in use. */
@NullMarked
package dev.faultline.cluster.certificates;

import org.jspecify.annotations.NullMarked;
