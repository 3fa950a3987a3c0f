# shellcheck shell=bash disable=SC2034
# Flags of the JVM, for `./omnia` and for images: whoever sources this file uses them.

# For every command.
flags=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xlog:aot=off -Xlog:cds=off
  -Dslf4j.internal.verbosity=WARN                                          # else each start says which provider it was told
  -Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider) # named: to look for one opens every jar

# For servers. One whose memory is used up may have lost a thread that it needs: it ends, and is started again. Sampling for leaks
# is for tests. The optimizing compiler waits ten times longer than it would: while a server
# starts, it takes a core from what starts, and what is hot later reaches these numbers within seconds.
long=(-XX:+ExitOnOutOfMemoryError -Dio.netty.leakDetection.level=disabled -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000
  -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000)

# For making an AOT cache: one that names the methods that were hot then makes each start compile them all at once.
untaught=(-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining)
