package ai.altairalabs.omnia.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./omnia} in a small repository with a Maven and a JDK that only write down what they were asked. */
class LauncherTest {
    @TempDir
    private Path directory;

    private Path root;
    private Path log;

    private record Result(int code, String out, String err) {}

    @BeforeEach
    void repository() throws Exception {
        root = Files.createDirectories(directory.resolve("the repository"));
        log = directory.resolve("log");
        Files.writeString(log, "");
        Path source = Path.of(System.getProperty("omnia.root"));
        Files.createDirectories(root.resolve("deploy"));
        Files.copy(source.resolve("deploy/jvm.bash"), root.resolve("deploy/jvm.bash"));
        String launcher =
                Files.readString(source.resolve("omnia")).replace("/usr/lib/jvm/*", directory.resolve("jvm") + "/*");
        script(root.resolve("omnia"), launcher);
        Files.writeString(root.resolve("pom.xml"), "");
        Files.createDirectories(root.resolve("omnia-cli/src/main/java"));
        Files.writeString(root.resolve("omnia-cli/src/main/java/Main.java"), "");
        script(directory.resolve("bin/mvn"), """
                #!/bin/sh
                echo "mvn $* (JAVA_HOME $JAVA_HOME)" >>%s
                [ "$1" = verify ] && exit 3
                [ -e broken ] && echo "it does not compile" && exit 1
                sleep 0.5
                mkdir -p omnia-cli/target/lib omnia-cli/target/tools
                : >omnia-cli/target/lib/a.jar
                : >omnia-cli/target/lib/b.jar
                : >omnia-cli/target/omnia-cli-1.jar
                """.formatted(log));
        jdk("25.0.1", "jdk-25");
    }

    private void script(Path file, String text) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path jdk(String version, String name) throws Exception {
        Path home = directory.resolve("jvm").resolve(name);
        script(home.resolve("bin/javac"), "");
        script(home.resolve("bin/java"), """
                #!/bin/sh
                echo "java $*" >>%s
                for argument; do
                  case $argument in -XX:AOTCacheOutput=*) echo cache >"${argument#*=}" ;; esac
                done
                echo "started with $*"
                """.formatted(log));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private Process start(Path launcher, Path workingDirectory, String... arguments) throws Exception {
        return builder(launcher, workingDirectory, arguments).start();
    }

    private ProcessBuilder builder(Path launcher, Path workingDirectory, String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", directory.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("HOME", directory.toString());
        return builder;
    }

    private Result finish(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, err);
    }

    private Result omnia(String... arguments) throws Exception {
        return finish(start(root.resolve("omnia"), directory, arguments));
    }

    private List<String> logged(String tool) throws Exception {
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith(tool + " "))
                .toList();
    }

    @Test
    void buildsOnFirstUseAndThenOnlyStarts() throws Exception {
        Result first = omnia("get", "an argument");
        Result second = omnia("get", "an argument");

        assertThat(first.code()).isZero();
        assertThat(first.err()).isEqualTo("omnia: building (first use, this takes a minute or two)\n");
        assertThat(first.out())
                .contains(
                        "/lib/a.jar:",
                        "/lib/b.jar:",
                        "/lib/omnia-cli-1.jar ai.altairalabs.omnia.cli.Main get an argument");
        assertThat(second).isEqualTo(new Result(0, first.out(), ""));
        assertThat(logged("mvn"))
                .hasSize(1)
                .first()
                .asString()
                .endsWith("(JAVA_HOME " + directory.resolve("jvm/jdk-25") + ")");
        assertThat(second.out()).contains("-XX:AOTCache=", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC");
    }

    @Test
    void writesOnlyBelowTarget() throws Exception {
        omnia("--version");

        try (var files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> root.relativize(file).toString())
                            .filter(file -> !file.startsWith("omnia-cli/target/")))
                    .containsExactlyInAnyOrder(
                            "omnia", "deploy/jvm.bash", "pom.xml", "omnia-cli/src/main/java/Main.java");
        }
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        omnia("--version");
        Files.setLastModifiedTime(
                root.resolve("omnia-cli/src/main/java/Main.java"),
                FileTime.from(Instant.now().plusSeconds(1)));

        assertThat(omnia("--version").err()).isEqualTo("omnia: building (the sources changed)\n");
        assertThat(logged("mvn")).hasSize(2);
    }

    @Test
    void buildsAgainWhenASourceIsGone() throws Exception {
        omnia("--version");
        Thread.sleep(20);
        Files.delete(root.resolve("omnia-cli/src/main/java/Main.java"));

        omnia("--version");

        assertThat(logged("mvn")).hasSize(2);
    }

    @Test
    void firstUsesAtTheSameTimeBuildOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(start(root.resolve("omnia"), directory, "--version"));
        }
        for (Process process : processes) {
            assertThat(finish(process)).returns(0, Result::code);
        }
        assertThat(logged("mvn")).hasSize(1);
    }

    @Test
    void worksThroughLinksFromAnywhere() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("bin/first"), root.resolve("omnia"));
        Path relative = Files.createSymbolicLink(directory.resolve("second"), Path.of("bin/first"));

        assertThat(finish(start(link, Path.of("/"), "--version"))).returns(0, Result::code);
        assertThat(finish(start(relative, root, "--version"))).returns(0, Result::code);
        assertThat(logged("mvn")).hasSize(1);
    }

    @Test
    void aBuildThatFailsIsShownAndTriedAgain() throws Exception {
        Files.writeString(root.resolve("broken"), "");

        Result failed = omnia("--version");

        assertThat(failed.code()).isEqualTo(2);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("it does not compile", "omnia: the build failed; all of its output is in ");
        Files.delete(root.resolve("broken"));
        assertThat(omnia("--version")).returns(0, Result::code);
    }

    @Test
    void aRunningServerKeepsItsBuild() throws Exception {
        script(directory.resolve("jvm/jdk-25/bin/java"), """
                #!/bin/sh
                for argument; do
                  [ "$argument" = up ] && echo started && exec sleep 3600
                done
                """);
        Process up = start(root.resolve("omnia"), directory, "up");
        assertThat(up.inputReader().readLine()).isEqualTo("started");
        Path build = root.resolve("omnia-cli/target/run").resolve(current());
        try {
            for (int i = 1; i < 5; i++) {
                Files.setLastModifiedTime(
                        root.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(i)));
                omnia("--version");
            }
            assertThat(build).isDirectory();
        } finally {
            up.destroy();
            up.waitFor();
        }
    }

    private String current() throws Exception {
        return Files.readString(root.resolve("omnia-cli/target/run/current")).strip();
    }

    @Test
    void verifyHandsItsArgumentsToMaven() throws Exception {
        Result verify = omnia("verify", "-pl", "omnia-core");

        assertThat(verify.code()).isEqualTo(3);
        assertThat(logged("mvn"))
                .containsExactly("mvn verify -pl omnia-core (JAVA_HOME " + directory.resolve("jvm/jdk-25") + ")");
    }

    private Result verifyWithASkippedTest(String why) throws Exception {
        script(root.resolve("real-parts/build"), "#!/bin/sh\necho \"build\" >>" + log + "\nexit 3\n");
        script(
                root.resolve("real-parts/report"),
                Files.readString(Path.of(System.getProperty("omnia.root"), "real-parts/report")));
        script(directory.resolve("bin/mvn"), """
                #!/bin/sh
                echo "mvn $*" >>%s
                mkdir -p a/target/surefire-reports
                echo '<testcase><skipped message="%s" type="x"/></testcase>' >a/target/surefire-reports/TEST-a.xml
                """.formatted(log, why));
        return omnia("verify");
    }

    @Test
    void verifyMakesTheRealPartsAndSaysWhatWasSkippedForWantOfOne() throws Exception {
        Result verify = verifyWithASkippedTest("Assumption failed: the real part `envoy` is missing: run");

        assertThat(verify.err()).contains("tests: 1 the real part `envoy` is missing");
        assertThat(verify.code()).isZero();
        assertThat(Files.readAllLines(log)).containsExactly("build", "mvn verify");
    }

    @Test
    void verifyFailsWhenATestIsSkippedForAnotherReason() throws Exception {
        Result verify = verifyWithASkippedTest("not today");

        assertThat(verify.err()).contains("not today");
        assertThat(verify.code()).isEqualTo(1);
    }

    @Test
    void anOldJavaIsPassedOver() throws Exception {
        jdk("17.0.1", "a-jdk-17");
        jdk("21.0.1", "b-jdk-21");

        assertThat(omnia("--version").code()).isZero();

        assertThat(logged("mvn")).singleElement().asString().contains("jvm/jdk-25)");
    }

    @Test
    void withoutAJdkItSaysTheOneCommandThatInstallsIt() throws Exception {
        Files.delete(directory.resolve("jvm/jdk-25/release"));
        script(directory.resolve("bin/java"), "");

        Result none = omnia("--version");

        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err())
                .startsWith("omnia: no JDK 25 was found")
                .containsAnyOf("sudo apt-get install -y ", "brew install openjdk@25", "/.ci/run\n")
                .endsWith("omnia: or set JAVA_HOME to a JDK 25\n");
        assertThat(logged("mvn")).isEmpty();
    }

    private void aptOffers(String... packages) throws Exception {
        script(directory.resolve("bin/apt-get"), "");
        script(directory.resolve("bin/apt-cache"), """
                #!/bin/sh
                case " %s " in *" $2 "*) echo "$2 | 1 | x" ;; esac
                """.formatted(String.join(" ", packages)));
    }

    @Test
    void itNamesAPackageThatAptOffers() throws Exception {
        Files.delete(directory.resolve("jvm/jdk-25/release"));
        script(directory.resolve("bin/java"), "");

        aptOffers("openjdk-25-jdk-headless", "temurin-25-jdk");
        assertThat(omnia("--version").err()).contains("\nomnia:   sudo apt-get install -y openjdk-25-jdk-headless\n");
        aptOffers("temurin-25-jdk");
        assertThat(omnia("--version").err()).contains("\nomnia:   sudo apt-get install -y temurin-25-jdk\n");
    }

    @Test
    void whereAptOffersNoneItNamesTheCommandThatGetsOneAllTheSame() throws Exception {
        Files.delete(directory.resolve("jvm/jdk-25/release"));
        script(directory.resolve("bin/java"), "");
        aptOffers();

        Result none = omnia("--version");

        assertThat(none).returns(2, Result::code).returns("", Result::out);
        assertThat(none.err())
                .startsWith("omnia: no JDK 25 was found, and apt offers none here; ")
                .contains("\nomnia:   " + directory + "/the\\ repository/.ci/run\n")
                .doesNotContain("apt-get");
    }

    @Test
    void aNewerJdkRunsWhatAJdk25Built() throws Exception {
        Path newer = jdk("26.0.1", "jdk-26");

        Result built = finish(startWith(newer, "--version"));

        assertThat(built.code()).isZero();
        assertThat(logged("mvn")).singleElement().asString().endsWith("(JAVA_HOME " + directory.resolve("jvm/jdk-25)"));
        Files.delete(directory.resolve("jvm/jdk-25/release"));
        assertThat(finish(startWith(newer, "--version"))).returns(0, Result::code);
    }

    @Test
    void aNewerJdkAloneDoesNotBuildAndThatIsSaid() throws Exception {
        Files.delete(directory.resolve("jvm/jdk-25/release"));
        Path newer = jdk("26.0.1", "jdk-26");

        for (String command : List.of("--version", "verify")) {
            Result none = finish(startWith(newer, command));

            assertThat(none.code()).isEqualTo(2);
            assertThat(none.err()).startsWith("omnia: the build needs a JDK 25, and " + newer + " is newer");
        }
        assertThat(logged("mvn")).isEmpty();
    }

    private Process startWith(Path javaHome, String argument) throws Exception {
        ProcessBuilder builder = builder(root.resolve("omnia"), directory, argument);
        builder.environment().put("JAVA_HOME", javaHome.toString());
        return builder.start();
    }

    @Test
    void withoutACacheItStartsAllTheSame() throws Exception {
        script(directory.resolve("jvm/jdk-25/bin/java"), """
                #!/bin/sh
                case " $* " in *" warm-up "*) exit 1 ;; esac
                echo "started with $*"
                """);

        Result started = omnia("--version");

        assertThat(started.code()).isZero();
        assertThat(started.out()).startsWith("started with ").doesNotContain("AOTCache");
    }

    @Test
    void withoutUtf8InTheLocaleArgumentsKeepTheirCharacters() throws Exception {
        script(directory.resolve("jvm/jdk-25/bin/java"), """
                #!/bin/sh
                for argument; do
                  case $argument in -XX:AOTCacheOutput=*) echo cache >"${argument#*=}" ;; esac
                done
                [ "$*" = "${*#*AOTCacheOutput}" ] && exec '%s/bin/java' -cp '%s' '%s' "$@"
                """.formatted(
                        System.getProperty("java.home"),
                        Path.of(LastArgument.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI()),
                        LastArgument.class.getName()));
        // Written as a script: how this process writes arguments depends on its own locale.
        Path call = directory.resolve("call");
        script(call, "#!/bin/sh\nexec '%s' call 'réfund €'\n".formatted(root.resolve("omnia")));
        for (String locale : new String[] {"C", "POSIX", "xx_XX.UTF-8", "C.UTF-8"}) {
            for (String variable : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
                ProcessBuilder builder = builder(call, directory);
                builder.environment().put(variable, locale);
                assertThat(finish(builder.start()).out())
                        .as(variable + "=" + locale)
                        .isEqualTo("réfund €");
            }
        }
        assertThat(finish(start(call, directory)).out()).isEqualTo("réfund €");
    }
}
