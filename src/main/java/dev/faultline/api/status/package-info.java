/**
 * What the operator says back, on every kind: findings, states and the words of conditions. The field that names an
 * item comes first in the alphabet among its fields, since {@code kubectl describe} sorts them. No decisions live here.
 */
@NullMarked
package dev.faultline.api.status;

import org.jspecify.annotations.NullMarked;
