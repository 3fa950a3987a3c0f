package ai.altairalabs.omnia.core.cel;

import ai.altairalabs.omnia.core.problem.Problem;
import java.util.List;
import java.util.Objects;

/** What became of an expression. */
public sealed interface Compilation {
    /** It can be evaluated. */
    record Ready(Program program) implements Compilation {
        public Ready {
            Objects.requireNonNull(program);
        }
    }

    /** It cannot. */
    record Faulty(List<Problem> problems) implements Compilation {
        public Faulty {
            problems = List.copyOf(problems);
        }
    }
}
