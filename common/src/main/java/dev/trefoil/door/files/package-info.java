/** OpenAI's files and vector stores. */
package dev.trefoil.door.files;
