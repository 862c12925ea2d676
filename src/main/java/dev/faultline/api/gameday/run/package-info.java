/**
 * One run of a game day: what was asked for, and the record of what was done and seen. The field that names an item
 * comes first in the alphabet among its fields, since {@code kubectl describe} sorts them. No decisions live here.
 */
@NullMarked
package dev.faultline.api.gameday.run;

import org.jspecify.annotations.NullMarked;
