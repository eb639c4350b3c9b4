// An error answer in a service's own form.
package dev.trefoil.emulators.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.net.Headers;

/**
 * An error answer.
 *
 * @param status the HTTP status
 * @param headers beside the content type
 * @param body the service's error object
 */
public record HttpError(int status, Headers headers, JsonNode body) {}
