/** Azure: starts the worker. */
package dev.trefoil.local.azure;
