/** OpenAI's chat completions, embeddings and models at the front door. */
package dev.trefoil.door.chat;
