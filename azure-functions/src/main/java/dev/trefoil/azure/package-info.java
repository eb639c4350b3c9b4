/** Trefoil on Azure Functions: triggers in, responses out. */
package dev.trefoil.azure;
