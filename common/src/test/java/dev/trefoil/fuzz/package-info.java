/** Generated requests, good and bad, through the whole core to every service. */
package dev.trefoil.fuzz;
