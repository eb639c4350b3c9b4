/** Faults, replies and journal of the emulated model services, over HTTP. */
package dev.trefoil.local.switchboard;
