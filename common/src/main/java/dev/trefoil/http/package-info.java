/** The HTTP seam: a call in, a response out, whatever platform carries them. */
package dev.trefoil.http;
