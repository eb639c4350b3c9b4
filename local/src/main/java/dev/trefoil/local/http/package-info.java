/** The JDK's HTTP server, on loopback. */
package dev.trefoil.local.http;
