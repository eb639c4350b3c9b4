package dev.trefoil.http;

import dev.trefoil.chat.Deadline;
import java.io.InputStream;

/**
 * One HTTP request, as a platform received it.
 *
 * @param method in capitals
 * @param path decoded, starting with a slash, without the query and without what the platform puts
 *     before it (a stage, a route prefix)
 * @param headers as sent by the client; a platform that joins repeated headers leaves them joined
 * @param body read at most once; empty where there is none
 * @param deadline when the platform gives the call up
 */
public record HttpCall(
    String method, String path, Headers headers, InputStream body, Deadline deadline) {}
