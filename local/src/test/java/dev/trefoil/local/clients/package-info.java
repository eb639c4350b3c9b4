/** Clients of OpenAI's API, unmodified, against the running clouds. */
package dev.trefoil.local.clients;
