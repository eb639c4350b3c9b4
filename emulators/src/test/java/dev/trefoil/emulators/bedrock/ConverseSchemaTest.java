package dev.trefoil.emulators.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;

/**
 * The emulator's table against the Java SDK's model: neither knows a member that the other lacks.
 */
class ConverseSchemaTest {

  private final Map<String, SortedSet<String>> found = new TreeMap<>();

  @ParameterizedTest
  @ValueSource(strings = {"ConverseRequest", "ConverseStreamRequest"})
  void theTableIsTheSdksModel(String root) {
    walk(
        root.equals("ConverseRequest")
            ? ConverseRequest.builder()
            : ConverseStreamRequest.builder());
    assertThat(new TreeMap<>(ConverseReader.SCHEMA.members(root))).isEqualTo(found);
  }

  private void walk(Object builder) {
    var pojo = (SdkPojo) builder;
    String name = pojo.getClass().getEnclosingClass().getSimpleName();
    if (found.containsKey(name)) {
      return;
    }
    SortedSet<String> members = new TreeSet<>();
    found.put(name, members);
    for (SdkField<?> field : pojo.sdkFields()) {
      if (field.location() == MarshallLocation.PAYLOAD) {
        members.add(field.locationName());
        walkField(field);
      }
    }
  }

  private void walkField(SdkField<?> field) {
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.SDK_POJO) {
      walk(field.constructor().get());
    } else if (type == MarshallingType.LIST) {
      walkField(field.getTrait(ListTrait.class).memberFieldInfo());
    } else if (type == MarshallingType.MAP) {
      walkField(field.getTrait(MapTrait.class).valueFieldInfo());
    }
  }
}
