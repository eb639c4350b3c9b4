/** Which targets a call goes to, in which order, and with which changes to the request. No I/O. */
package dev.trefoil.routing;
