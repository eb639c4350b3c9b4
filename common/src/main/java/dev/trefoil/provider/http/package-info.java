/** One HTTP exchange with a model service: send, stream, cancel, bound. */
package dev.trefoil.provider.http;
