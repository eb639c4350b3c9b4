/** The core as an HTTP server of its own, on Jetty without a servlet layer. */
package dev.trefoil.server;
