/** What captured calls depend on: Services and the pods behind them. */
@NullMarked
package dev.faultline.cluster.traffic;

import org.jspecify.annotations.NullMarked;
