/** The three clouds on one machine: {@code trefoil up}, its hosts, emulators and switchboard. */
package dev.trefoil.local;
