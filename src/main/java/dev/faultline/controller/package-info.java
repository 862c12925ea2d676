/** The reconcilers: which step comes when. What to do is decided in the pure packages. */
@NullMarked
package dev.faultline.controller;

import org.jspecify.annotations.NullMarked;
