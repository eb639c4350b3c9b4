// The archives share most of their jars: each is compressed once.
package dev.trefoil.deployment.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Compresses contents, each once, from any thread. */
final class Packer {
  private final Map<String, Packed> jars = new ConcurrentHashMap<>();

  /**
   * @throws UncheckedIOException when a jar cannot be read
   */
  Packed pack(Content content) {
    return switch (content) {
      case Content.Bytes file -> Packed.of(file.bytes());
      case Content.Program program -> Packed.of(program.bytes());
      case Content.Jar jar -> pack(jar);
    };
  }

  private Packed pack(Content.Jar jar) {
    try {
      byte[] bytes = Files.readAllBytes(jar.file());
      return jars.computeIfAbsent(key(bytes, jar), key -> Packed.of(stored(bytes, jar)));
    } catch (IOException e) {
      throw new UncheckedIOException(jar.file() + " cannot be read: " + e, e);
    }
  }

  private static byte[] stored(byte[] bytes, Content.Jar jar) {
    try {
      return StoredJar.of(bytes, jar.without());
    } catch (IOException e) {
      throw new UncheckedIOException(jar.file() + " is not a jar: " + e, e);
    }
  }

  private static String key(byte[] bytes, Content.Jar jar) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes);
      for (String name : new TreeSet<>(jar.without())) {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
