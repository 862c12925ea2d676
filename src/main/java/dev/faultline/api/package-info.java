/**
 * What users write and read: custom resources, their spec and status records, condition words.
 * No decisions live here.
 */
@NullMarked
package dev.faultline.api;

import org.jspecify.annotations.NullMarked;
