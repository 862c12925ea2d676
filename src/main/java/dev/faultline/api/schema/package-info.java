/**
 * How the records of the API become CRDs: marks that say what the generator has no annotation for, and the step of the
 * build that reads them. Nothing here runs in the operator, and nothing here knows a kind.
 */
@NullMarked
package dev.faultline.api.schema;

import org.jspecify.annotations.NullMarked;
