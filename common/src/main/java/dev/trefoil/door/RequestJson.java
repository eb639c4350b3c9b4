package dev.trefoil.door;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;

/** The JSON of requests: what cannot be read is a problem that names it. */
public final class RequestJson {
  private RequestJson() {}

  /** Reads one JSON value that is all of the body. */
  public static JrsValue read(byte[] body) throws Problem {
    requireNoGuess(body);
    try (JsonParser parser = Json.parser(body)) {
      JrsValue value = Json.next(parser);
      if (value == null) {
        throw Problem.invalid("The body is empty; it must be a JSON object.");
      }
      if (parser.nextToken() != null) {
        throw Problem.invalid("The body holds more than one JSON value.");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw Problem.invalid("The body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw Problem.invalid("The body is not UTF-8 text: " + e.getMessage());
    }
  }

  /**
   * Jackson takes a body for UTF-16 or UTF-32 where NULs are among its first bytes, and passes over
   * a byte order mark. JSON in UTF-8 begins with neither (RFC 8259, 8.1), and what stands before us
   * reads it as nothing else.
   */
  private static void requireNoGuess(byte[] body) throws Problem {
    if (body.length > 0 && body[0] <= 0 || body.length > 1 && body[1] == 0) {
      throw Problem.invalid("The body is not JSON in UTF-8: see its first bytes.");
    }
  }

  /** A value of the request as JSON text. */
  public static String text(String path, JrsValue value) throws Problem {
    requireWellFormed(path, value);
    return Json.write(value);
  }

  /** Refuses a value that holds, at any depth, a text that cannot be written as UTF-8. */
  static void requireWellFormed(String path, JrsValue value) throws Problem {
    switch (value) {
      case JrsString text -> RequestFields.wellFormed(path, text.asText());
      case JrsArray array -> {
        for (int i = 0; i < array.size(); i++) {
          requireWellFormed(path, array.get(i));
        }
      }
      case JrsObject object -> {
        Iterator<Map.Entry<String, JrsValue>> fields = object.fields();
        while (fields.hasNext()) {
          Map.Entry<String, JrsValue> field = fields.next();
          RequestFields.wellFormed(path, field.getKey());
          requireWellFormed(path, field.getValue());
        }
      }
      default -> {}
    }
  }
}
