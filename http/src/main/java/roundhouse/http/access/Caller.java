package roundhouse.http.access;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/// An identity as Spring Security's rules see it.
final class Caller extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // Never serialised: there are no sessions.
  private final Identity identity;

  private Caller(Identity identity) {
    super(
        identity.roles().stream()
            .map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
            .toList());
    this.identity = identity;
    setAuthenticated(true);
  }

  /// Makes this the caller of the current request.
  static void enter(Identity identity) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new Caller(identity));
    SecurityContextHolder.setContext(context);
  }

  @Override
  public Identity getPrincipal() {
    return identity;
  }

  @Override
  public String getCredentials() {
    return "";
  }
}
