// HNSW of pgvector in PGlite: node pgvector.mjs FOLDER DIMENSIONS CHUNKS QUESTIONS NEAREST
// FOLDER has chunks.f32 and questions.f32, floats in little endian. Prints one JSON object: the seconds that building
// took, and of each question the milliseconds and the places of what was found.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';

const [folder, ...numbers] = process.argv.slice(2);
const [dimensions, chunks, questions, nearest] = numbers.map(Number);

function literals(name, count) {
  const bytes = readFileSync(join(folder, name));
  const floats = new Float32Array(bytes.buffer, bytes.byteOffset, count * dimensions);
  return Array.from({ length: count }, (_, i) =>
    `[${floats.subarray(i * dimensions, (i + 1) * dimensions).join(',')}]`);
}

const db = await PGlite.create({ extensions: { vector } });
const began = performance.now();
await db.exec('CREATE EXTENSION vector; SET maintenance_work_mem = \'256MB\';'
  + ` CREATE TABLE chunks (id int PRIMARY KEY, v vector(${dimensions}));`);
const all = literals('chunks.f32', chunks);
for (let from = 0; from < chunks; from += 500) {
  const rows = all.slice(from, from + 500).map((text, i) => `(${from + i},'${text}')`);
  await db.exec(`INSERT INTO chunks VALUES ${rows.join(',')}`);
}
await db.exec('CREATE INDEX ON chunks USING hnsw (v vector_cosine_ops) WITH (m = 16, ef_construction = 100);'
  + ' SET hnsw.ef_search = 100;');
const built = (performance.now() - began) / 1000;

const asked = literals('questions.f32', questions);
const query = (text) =>
  db.query(`SELECT id FROM chunks ORDER BY v <=> $1 LIMIT ${nearest}`, [text]);
for (const text of asked.slice(0, 100)) {
  await query(text);
}
const found = [];
for (const text of asked) {
  const start = performance.now();
  const { rows } = await query(text);
  found.push([performance.now() - start, ...rows.map((row) => row.id)]);
}
console.log(JSON.stringify({ built, found }));
await db.close();
