/** Who sends a call, and what it may ask for. Whoever cannot be told is refused. */
package dev.trefoil.auth;
