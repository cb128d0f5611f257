package roundhouse.temporal.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import roundhouse.temporal.runtime.ConnectionOptions;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.temporal.server.DevServer;
import roundhouse.temporal.server.DevServerOptions;
import roundhouse.temporal.server.ServerUnavailableException;
import roundhouse.temporal.server.TemporalCli;

/// Lends the real Temporal dev server to a test class: one a JVM, started by the first class that
/// asks, with its search attributes in place. Where it cannot be had, the class is skipped with the
/// reason.
///
/// Methods and constructors may take a [DevServer], a [RoundhouseClient] of their class, or a
/// [Path] named `temporalCli`, the program, to start servers of their own.
public final class DevServerExtension
    implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
  private static final Namespace SHARED = Namespace.create(DevServerExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    var unused = server(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    RoundhouseClient client = classStore(context).remove("client", RoundhouseClient.class);
    if (client != null) {
      client.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == DevServer.class
        || type == RoundhouseClient.class
        || (type == Path.class && parameter.getParameter().getName().equals("temporalCli"));
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    DevServer server = server(context);
    Class<?> type = parameter.getParameter().getType();
    if (type == DevServer.class) {
      return server;
    }
    return type == Path.class ? server.options().cli() : client(context, server);
  }

  private static RoundhouseClient client(ExtensionContext context, DevServer server) {
    return classStore(context)
        .computeIfAbsent(
            "client",
            key -> RoundhouseClient.to(new ConnectionOptions(server.target(), server.namespace())),
            RoundhouseClient.class);
  }

  // The class's own store, whichever of its methods asks.
  private static ExtensionContext.Store classStore(ExtensionContext context) {
    return context.getStore(
        Namespace.create(DevServerExtension.class, context.getRequiredTestClass()));
  }

  private static DevServer server(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SHARED)
        .computeIfAbsent("server", key -> start(), DevServer.class);
  }

  private static DevServer start() {
    try {
      return DevServer.start(
          DevServerOptions.headless(
              TemporalCli.ofEnvironment(System.getenv()).obtain(System.out::println),
              Path.of("target", "temporal-dev-server.log").toAbsolutePath()));
    } catch (ServerUnavailableException e) {
      return Assumptions.abort(String.valueOf(e.getMessage()));
    }
  }
}
