/** Google Cloud: the real Functions Framework invoker, kept to loopback. */
package dev.trefoil.local.gcp;
