/** What a run has done to what, written down before it is done, and who has to put it back. */
@NullMarked
package dev.faultline.gameday.ledger;

import org.jspecify.annotations.NullMarked;
