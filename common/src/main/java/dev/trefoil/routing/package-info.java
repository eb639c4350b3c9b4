/** Which targets a call goes to, and in which order. No I/O. */
package dev.trefoil.routing;
