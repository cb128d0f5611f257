package roundhouse.http.access;

import java.util.List;
import java.util.Set;
import org.springframework.http.HttpMethod;

/// Which roles may use a server's own routes. Health is everyone's and metrics are any role's; what
/// is named nowhere is denied, to everyone.
public record RouteRoles(List<Route> routes) {
  public RouteRoles {
    routes = List.copyOf(routes);
  }

  /// One route.
  ///
  /// @param pattern the path, with variables as `{name}`
  public record Route(HttpMethod method, String pattern, Set<Role> roles) {
    public Route {
      roles = Set.copyOf(roles);
    }

    /// A route to look at something, for whoever has a token.
    public static Route readByAny(String pattern) {
      return new Route(HttpMethod.GET, pattern, Set.of(Role.values()));
    }

    /// A route that takes a body, for these roles and for [Role#ADMIN].
    public static Route post(String pattern, Role role) {
      return new Route(HttpMethod.POST, pattern, Set.of(role, Role.ADMIN));
    }
  }
}
