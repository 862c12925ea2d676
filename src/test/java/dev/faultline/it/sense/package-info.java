/** What is heard of runs, from a real API server and a real Prometheus. */
package dev.faultline.it.sense;
