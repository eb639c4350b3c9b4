/** Anthropic's Messages at the front door. */
package dev.trefoil.door.messages;
