// What an attribute holds, in DynamoDB's ten types.
package dev.trefoil.emulators.dynamodb;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A value; two are equal where the service takes them for equal. */
sealed interface Value {

  /** The names of the types, as they stand in JSON. */
  enum Type {
    S,
    N,
    B,
    BOOL,
    NULL,
    SS,
    NS,
    BS,
    L,
    M
  }

  Type type();

  /** A string. */
  record Text(String text) implements Value {
    @Override
    public Type type() {
      return Type.S;
    }
  }

  /**
   * A number.
   *
   * @param number within what {@link Numbers} allows, without zeros at its end
   */
  record Numeric(BigDecimal number) implements Value {
    static Numeric of(long number) {
      return new Numeric(BigDecimal.valueOf(number).stripTrailingZeros());
    }

    @Override
    public Type type() {
      return Type.N;
    }
  }

  /**
   * Bytes.
   *
   * @param octets a character for each byte, of the same value
   */
  record Binary(String octets) implements Value {
    @Override
    public Type type() {
      return Type.B;
    }
  }

  record Bool(boolean value) implements Value {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  record Null() implements Value {
    @Override
    public Type type() {
      return Type.NULL;
    }
  }

  record Texts(Set<String> texts) implements Value {
    public Texts {
      texts = Collections.unmodifiableSet(new LinkedHashSet<>(texts));
    }

    @Override
    public Type type() {
      return Type.SS;
    }
  }

  record Numerics(Set<BigDecimal> numbers) implements Value {
    public Numerics {
      numbers = Collections.unmodifiableSet(new LinkedHashSet<>(numbers));
    }

    @Override
    public Type type() {
      return Type.NS;
    }
  }

  record Binaries(Set<String> octets) implements Value {
    public Binaries {
      octets = Collections.unmodifiableSet(new LinkedHashSet<>(octets));
    }

    @Override
    public Type type() {
      return Type.BS;
    }
  }

  record Sequence(List<Value> values) implements Value {
    public Sequence {
      values = List.copyOf(values);
    }

    @Override
    public Type type() {
      return Type.L;
    }
  }

  /** A map; an item is one too. */
  record Document(Map<String, Value> values) implements Value {
    static final Document EMPTY = new Document(Map.of());

    public Document {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public Type type() {
      return Type.M;
    }

    /** With this attribute, in the place of any of its name. */
    Document with(String name, Value value) {
      Map<String, Value> copy = new LinkedHashMap<>(values);
      copy.put(name, value);
      return new Document(copy);
    }

    Document without(String name) {
      Map<String, Value> copy = new LinkedHashMap<>(values);
      copy.remove(name);
      return new Document(copy);
    }
  }
}
