/** What a person does by hand to deploy: {@code trefoil package}, {@code trefoil doctor}. */
package dev.trefoil.deployment;
