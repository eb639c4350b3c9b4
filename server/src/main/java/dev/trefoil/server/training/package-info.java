/** Makes the server's AOT cache, where it is unpacked; no part of the function. */
package dev.trefoil.server.training;
