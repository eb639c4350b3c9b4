// The invoker binds all interfaces and has no option for it: here its JVM is made to bind loopback.
package dev.trefoil.local.gcp;

import dev.trefoil.local.child.ClassPaths;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;

/**
 * The platform's provider, except that its server sockets keep other machines out. A JVM uses it
 * when started with {@link #JVM_FLAGS}.
 */
public final class LoopbackSelectorProvider extends SelectorProvider {
  /** The platform's provider is reached by reflection, in a package that is not exported. */
  public static final List<String> JVM_FLAGS =
      List.of(
          "-Djava.nio.channels.spi.SelectorProvider=" + LoopbackSelectorProvider.class.getName(),
          "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED");

  private final SelectorProvider platform;

  /** For the JVM. */
  public LoopbackSelectorProvider() throws ReflectiveOperationException {
    platform =
        (SelectorProvider)
            Class.forName("sun.nio.ch.DefaultSelectorProvider").getMethod("get").invoke(null);
  }

  /** The flags of a JVM whose command leaves no place on the class path for this class. */
  public static List<String> jvmFlagsWithItself() {
    List<String> flags = new ArrayList<>(JVM_FLAGS);
    flags.add("-Xbootclasspath/a:" + ClassPaths.of(LoopbackSelectorProvider.class).getFirst());
    return List.copyOf(flags);
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return new LoopbackServerSocketChannel(this, platform.openServerSocketChannel());
  }

  @Override
  public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
    return new LoopbackServerSocketChannel(this, platform.openServerSocketChannel(family));
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return platform.openDatagramChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return platform.openDatagramChannel(family);
  }

  @Override
  public Pipe openPipe() throws IOException {
    return platform.openPipe();
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    return platform.openSelector();
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return platform.openSocketChannel();
  }

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
    return platform.openSocketChannel(family);
  }

  @Override
  public Channel inheritedChannel() throws IOException {
    return platform.inheritedChannel();
  }
}
