package roundhouse.http.access;

import java.util.EnumSet;
import java.util.Set;

/// Who calls, by the token presented.
public record Identity(String name, Set<Role> roles) {
  public Identity {
    roles = Set.copyOf(roles);
  }

  Identity with(Role role) {
    EnumSet<Role> more = EnumSet.of(role);
    more.addAll(roles);
    return new Identity(name, more);
  }
}
