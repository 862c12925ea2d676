/** One connection: opened once, secured, read within bounds, and closed at its deadline. It knows no protocol but TLS. */
@NullMarked
package dev.faultline.net.line;

import org.jspecify.annotations.NullMarked;
