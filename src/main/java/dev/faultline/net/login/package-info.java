/** As whom a server is asked, and how that is proved: by a password only where nobody else can hear it. */
@NullMarked
package dev.faultline.net.login;

import org.jspecify.annotations.NullMarked;
