/**
 * JSON Schemas as clients write them, made to what each family of services takes, and the way back
 * for what models answer.
 */
package dev.trefoil.schema;
