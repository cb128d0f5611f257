package roundhouse.http.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/// Without tokens the server is bound to the loopback interface, and whoever reaches it there is
/// this machine's user. A request that names another host came through a browser that was lured
/// here (DNS rebinding), and stays anonymous.
final class LoopbackFilter extends OncePerRequestFilter {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.[0-9]+\\.[0-9]+\\.[0-9]+|\\[?::1]?");
  private static final Identity LOCAL_USER = new Identity("local", Set.of(Role.ADMIN));

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (LOOPBACK.matcher(request.getServerName()).matches()) {
      Caller.enter(LOCAL_USER);
    }
    chain.doFilter(request, response);
  }
}
