/**
 * What is done to a whole installation, besides running it: what the chart's hooks ask for. Each is a sequence of steps
 * that says what it does and ends; nothing of the operator runs beside it.
 */
@NullMarked
package dev.faultline.cluster.install;

import org.jspecify.annotations.NullMarked;
