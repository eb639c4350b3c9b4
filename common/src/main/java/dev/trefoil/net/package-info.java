/**
 * One bounded HTTP exchange with what is no model service: stores, secrets, keys of issuers, tools.
 */
package dev.trefoil.net;
