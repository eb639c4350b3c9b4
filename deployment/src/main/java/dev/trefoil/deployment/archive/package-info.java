/** The archives that are deployed: what is in them, and how they come out the same each time. */
package dev.trefoil.deployment.archive;
