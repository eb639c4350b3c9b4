/** OpenAI's Responses at the front door. */
package dev.trefoil.door.responses;
