package roundhouse.http;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import roundhouse.http.problem.Problem;
import roundhouse.http.problem.Problems;

/// Makes a problem detail of what the HTTP server refuses before any route sees it: paths that
/// could traverse, headers too long, malformed requests.
class ContainerRefusals implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {
  @Override
  public void customize(JettyServletWebServerFactory factory) {
    factory.addServerCustomizers(ContainerRefusals::install);
  }

  private static void install(Server server) {
    ErrorHandler handler = new ProblemHandler();
    server.setErrorHandler(handler);
    server.getDescendants(WebAppContext.class).forEach(context -> context.setErrorHandler(handler));
  }

  private static final class ProblemHandler extends ErrorHandler {
    @Override
    protected void generateResponse(
        Request request,
        Response response,
        int code,
        @Nullable String message,
        @Nullable Throwable cause,
        Callback callback) {
      HttpStatus status = HttpStatus.valueOf(code);
      Problem problem =
          new Problem(
              "Request",
              request.getMethod() + " " + request.getHttpURI().getPath(),
              "a request that HTTP allows (%s)".formatted(status.getReasonPhrase()),
              "correct its path and headers");
      response
          .getHeaders()
          .put(new HttpField(HttpHeader.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE));
      response.write(true, ByteBuffer.wrap(Problems.json(status, List.of(problem))), callback);
    }
  }
}
