/** The front door's wire format: OpenAI's requests in, its answers, streams and errors out. */
package dev.trefoil.openai;
