// A tool that a request offers to the model.
package dev.trefoil.emulators.model;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tool.
 *
 * @param name what it is called by
 * @param schema JSON schema of its arguments; an empty object or a missing node for none
 */
public record Tool(String name, JsonNode schema) {}
