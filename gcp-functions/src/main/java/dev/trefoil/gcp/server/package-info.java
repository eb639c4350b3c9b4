/** The HTTP function as a server of its own, on the Functions Framework's Jetty. */
package dev.trefoil.gcp.server;
