/** Listens to the signals of runs that are under way: who is asked when. What is heard is judged in the pure packages. */
@NullMarked
package dev.faultline.controller.gameday.sense;

import org.jspecify.annotations.NullMarked;
