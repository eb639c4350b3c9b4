package dev.trefoil.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.crt.CRT;

/** OwnRuntimeTest of deployment has a process told to end while Bedrock answers. */
class LibraryHoldTest {
  /** The library's own hook gives one back when the process is told to end; at none it stops. */
  @Test
  void everyHoldIsAReferenceToTheLibraryUntilItIsReleased() throws Exception {
    Runnable before = BedrockService.keepWhileDraining();
    BedrockService.loadLibrary();
    Runnable after = BedrockService.keepWhileDraining();
    BedrockService.loadLibrary();

    assertThat(references()).isEqualTo(3);
    before.run();
    assertThat(references()).isEqualTo(2);
    after.run();
    assertThat(references()).isEqualTo(1);
  }

  private static int references() throws ReflectiveOperationException {
    Field count = CRT.class.getDeclaredField("shutdownRefCount");
    count.setAccessible(true);
    return count.getInt(null);
  }
}
