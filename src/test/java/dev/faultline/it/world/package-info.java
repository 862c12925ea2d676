/** The world that the tests act in: the API server, the operator's process, stand-ins for kubelets, and how to look. */
package dev.faultline.it.world;
