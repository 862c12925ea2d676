/** What becomes of a HealthProbe: the operator as a process of its own, a real API server, servers on this host. */
package dev.faultline.it.probe;
