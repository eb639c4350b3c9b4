/** Trefoil on Cloud Run functions, and wherever else the Functions Framework's server runs. */
package dev.trefoil.gcp;
