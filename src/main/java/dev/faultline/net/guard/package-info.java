/** What may be dialled: a decision over records, made anew for each address of each connection. */
@NullMarked
package dev.faultline.net.guard;

import org.jspecify.annotations.NullMarked;
