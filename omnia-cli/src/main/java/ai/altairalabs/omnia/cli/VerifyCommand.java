package ai.altairalabs.omnia.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Stands in the help only: the launcher runs Maven itself, so that the build is verified without being needed first. */
@Command(
        name = "verify",
        description = "Build everything and run every check: `mvn verify` with the JDK that omnia found.",
        footerHeading = "%nExamples:%n",
        footer = {"  omnia verify", "  omnia verify -pl omnia-core -am"})
final class VerifyCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "MAVEN_ARGUMENT", description = "Passed on to Maven.")
    private List<String> arguments = List.of();

    @Unmatched
    private List<String> options = new ArrayList<>();

    @Override
    public Integer call() {
        throw new CannotDo("run it as `./omnia verify`: the launcher hands " + (arguments.size() + options.size())
                + " arguments to Maven");
    }
}
