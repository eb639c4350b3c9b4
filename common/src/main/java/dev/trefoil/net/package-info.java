/** One bounded HTTP exchange with what is no model service: stores, secrets, keys of issuers. */
package dev.trefoil.net;
