/** What cold starts are compared with. */
package dev.trefoil.baseline;
