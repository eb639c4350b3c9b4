/** Requests at the edge of what HTTP allows, for every way in that there is. */
package dev.trefoil.edge;
