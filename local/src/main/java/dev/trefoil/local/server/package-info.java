/** The server form on this machine, as a container runs it. */
package dev.trefoil.local.server;
