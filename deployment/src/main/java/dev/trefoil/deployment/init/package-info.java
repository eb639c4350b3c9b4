/** {@code trefoil init}: a first configuration, a key, and what to do next. */
package dev.trefoil.deployment.init;
