/** The Azure child process: the Functions host and its Java worker, played by us. */
package dev.trefoil.local.azure.worker;
