/** What is known of models: shown, and compared with what a configuration names. */
package dev.trefoil.deployment.models;
