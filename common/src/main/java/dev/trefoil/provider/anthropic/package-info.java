/** Anthropic's own Messages API over HTTP. */
package dev.trefoil.provider.anthropic;
