/**
 * {@code trefoil doctor}: what is wrong with a configuration or a deployment, and how to mend it.
 */
package dev.trefoil.deployment.doctor;
