# Sourced by ./mvnw and ./roundhouse: sets JAVA_HOME to a JDK of version 25 or later, or says how to get one.
# Looks at $JAVA_HOME, the places where Debian, SDKMAN, asdf, mise and IDEs put JDKs, then PATH.

java_version() { # prints the feature version of the JDK in folder $1, nothing where there is none
  [ -x "$1/bin/javac" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

find_java() {
  local wanted=25 home version on_path seen=""
  on_path=$(command -v javac || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/java/* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.asdf/installs/java/* \
    "${HOME:-}"/.local/share/mise/installs/java/* "${HOME:-}"/.jdks/*; do
    [ -n "$home" ] || continue
    version=$(java_version "$home")
    [ -n "$version" ] || continue
    if [ "$version" -ge "$wanted" ]; then export JAVA_HOME=$home; return 0; fi
    seen="$seen $version"
  done
  echo "JDK: found version${seen:- none}; expected $wanted or later. Install one, for example" >&2
  echo "  apt-get install temurin-25-jdk        (from Adoptium's Debian repository)" >&2
  echo "  sdk install java 25-tem               (with SDKMAN)" >&2
  echo "or unpack any JDK $wanted and set JAVA_HOME to its folder." >&2
  return 1
}

find_java || exit 2
