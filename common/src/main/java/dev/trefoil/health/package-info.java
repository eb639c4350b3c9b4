/** What this process and the fleet know of targets: breakers, latencies, the board. */
package dev.trefoil.health;
