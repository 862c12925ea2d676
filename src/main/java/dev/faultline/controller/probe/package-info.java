/** The reconciler of HealthProbes: which step comes when. What is judged how is decided in the pure packages. */
@NullMarked
package dev.faultline.controller.probe;

import org.jspecify.annotations.NullMarked;
