/** The delta ADS server: who has subscribed what, what was sent, what was refused. Translates nothing. */
@NullMarked
package dev.faultline.xds;

import org.jspecify.annotations.NullMarked;
