# shellcheck shell=bash
# Sets JAVA_HOME to a JDK 25, which Maven then runs on, and the benchmarks with it.
use_jdk() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -x "$home/bin/javac" ] && grep -q '^JAVA_VERSION="25[."]' "$home/release" 2>/dev/null; then
      export JAVA_HOME=$home
      return
    fi
  done
  echo "bench: no JDK 25 was found; set JAVA_HOME to one" >&2
  exit 2
}
