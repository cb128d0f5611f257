package roundhouse.http.access;

import static org.springframework.http.HttpMethod.GET;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import roundhouse.http.problem.Problem;
import roundhouse.http.problem.Problems;

/// Which role may use which route. What is not named here is denied, to everyone.
@Configuration(proxyBeanMethods = false)
public class AccessRules {
  @Bean
  SecurityFilterChain filterChain(HttpSecurity http, Access access, RouteRoles roles) {
    return http.csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .addFilterBefore(callerFilter(access), AuthorizationFilter.class)
        .exceptionHandling(AccessRules::refuse)
        .authorizeHttpRequests(routes -> allow(routes, roles))
        .build();
  }

  private static void allow(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          routes,
      RouteRoles own) {
    routes.requestMatchers(GET, "/health/live", "/health/ready").permitAll();
    routes.requestMatchers(GET, "/metrics").hasAnyRole(names(Set.of(Role.values())));
    for (RouteRoles.Route route : own.routes()) {
      routes.requestMatchers(route.method(), route.pattern()).hasAnyRole(names(route.roles()));
    }
    routes.anyRequest().denyAll();
  }

  private static String[] names(Set<Role> roles) {
    return roles.stream().map(Role::name).toArray(String[]::new);
  }

  private static void refuse(ExceptionHandlingConfigurer<HttpSecurity> refusals) {
    refusals
        .authenticationEntryPoint(
            (request, response, _) -> {
              response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
              Problems.write(response, HttpStatus.UNAUTHORIZED, noToken(request));
            })
        .accessDeniedHandler(
            (request, response, _) ->
                Problems.write(response, HttpStatus.FORBIDDEN, noRole(request)));
  }

  private static Filter callerFilter(Access access) {
    return switch (access) {
      case Access.LoopbackOnly _ -> new LoopbackFilter();
      case Access.ByToken(Tokens tokens) -> new BearerTokenFilter(tokens);
    };
  }

  /// Paths that Spring Security's firewall does not let through.
  @Bean
  RequestRejectedHandler rejectedPaths() {
    return (request, response, _) ->
        Problems.write(
            response,
            HttpStatus.BAD_REQUEST,
            new Problem(
                "Request",
                request.getMethod() + " " + request.getRequestURI(),
                "a plain path",
                "remove parameters, encoded slashes and control characters from it"));
  }

  /// Boot would otherwise make up a user with a password and print it.
  @Bean
  AuthenticationManager noPasswords() {
    return authentication -> {
      throw new ProviderNotFoundException("There are no passwords here");
    };
  }

  private static Problem noToken(HttpServletRequest request) {
    return new Problem(
        "Token",
        request.getHeader(HttpHeaders.AUTHORIZATION) == null ? "" : "(not shown)",
        "a known bearer token for %s %s".formatted(request.getMethod(), request.getRequestURI()),
        "send the header 'Authorization: Bearer <token>' with a token whose SHA-256 is in the server's token file; a server without one answers to localhost only");
  }

  private static Problem noRole(HttpServletRequest request) {
    Authentication caller = SecurityContextHolder.getContext().getAuthentication();
    String roles =
        caller != null && caller.getPrincipal() instanceof Identity identity
            ? identity.roles().stream().map(Role::text).sorted().collect(Collectors.joining(", "))
            : "";
    return new Problem(
        "Route",
        request.getMethod() + " " + request.getRequestURI(),
        "a route of the server that a token with the roles [%s] may use".formatted(roles),
        "correct the method and path, or ask for a token with the role that it needs");
  }
}
