/**
 * OpenAI's chat completions, Responses and embeddings over HTTP: Azure OpenAI, and every server
 * that speaks the same with another base address and key.
 */
package dev.trefoil.provider.openai;
