package dev.trefoil.vectorstore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Some chunks of a document with their vectors: what was paid for at once.
 *
 * @param model of the vectors
 */
record ChunkBatch(VectorModel model, List<String> texts, List<float[]> vectors) {
  private static final int FORMAT = 1;

  ChunkBatch {
    texts = List.copyOf(texts);
    vectors = List.copyOf(vectors);
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeUTF(model.name());
      out.writeInt(model.dimensions());
      out.writeInt(texts.size());
      for (int i = 0; i < texts.size(); i++) {
        byte[] text = texts.get(i).getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
        for (float number : vectors.get(i)) {
          out.writeFloat(number);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Nothing is written to but memory.
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IOException when it is none, or one of a newer version
   */
  static ChunkBatch read(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != FORMAT) {
        throw new IOException("chunks of another version");
      }
      VectorModel model = new VectorModel(in.readUTF(), bounded(in.readInt(), bytes.length));
      int count = bounded(in.readInt(), bytes.length);
      List<String> texts = new ArrayList<>(count);
      List<float[]> vectors = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        byte[] text = new byte[bounded(in.readInt(), in.available())];
        in.readFully(text);
        texts.add(new String(text, StandardCharsets.UTF_8));
        float[] vector = new float[bounded(model.dimensions(), in.available())];
        for (int j = 0; j < vector.length; j++) {
          vector[j] = in.readFloat();
        }
        vectors.add(vector);
      }
      return new ChunkBatch(model, texts, vectors);
    }
  }

  private static int bounded(int length, int most) throws IOException {
    if (length < 0 || length > most) {
      throw new IOException("no length: " + length);
    }
    return length;
  }
}
