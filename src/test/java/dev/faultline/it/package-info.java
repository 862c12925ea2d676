/** The operator as a process of its own, against a real API server. What needs real nodes lives in e2e/. */
package dev.faultline.it;
