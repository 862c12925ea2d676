/** What becomes of game days: the operator as a process of its own, a real API server, pods without kubelets. */
package dev.faultline.it.gameday;
