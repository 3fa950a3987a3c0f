package ai.altairalabs.omnia.agent.model;

import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a scripted model does: the first turn that fits the user's last message is played.
 *
 * <pre>
 * model: support-demo              # optional
 * turns:
 *   - whenMatches: 'refund (\\d+) for (?&lt;order&gt;O-\\d+)'   # a regular expression, without regard to case
 *     call:                        # one call, or a list of calls that are made one after the other
 *       tool: process_refund
 *       arguments: {order_id: '{{match.order}}', amount: '{{match.1:number}}'}
 *     say: 'Refunded {{result.amount}}.'
 *     onError: 'I may not: {{error.message}}'   # when a call was refused, failed, or is not offered
 *   - when: delete                 # a text that the message contains, without regard to case
 *     call: {tool: delete_account, force: true}   # asks for the tool even when it is not offered
 *     say: Deleted.
 *   - say: Hello.                  # fits every message, so it stands last
 * </pre>
 *
 * <p>A template knows {@code message}, {@code match}, {@code result} (the last tool's) and {@code error} ({@code rule},
 * {@code message}, {@code status}).
 *
 * @param model the name under which the model is known
 * @param turns in the author's order
 */
public record Script(String model, List<Turn> turns) {
    public Script {
        Objects.requireNonNull(model);
        turns = List.copyOf(turns);
    }

    /** What became of reading a script. */
    public sealed interface Reading {
        /** The script is whole. */
        record Read(Script script) implements Reading {}

        /** It has faults: all of them, sorted by place. */
        record Faulty(List<Problem> problems) implements Reading {
            public Faulty {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Reads a YAML script. Never throws. */
    public static Reading read(SourceText source) {
        return new ScriptReader(source).read();
    }

    /**
     * One answer to one message of the user.
     *
     * @param when which messages it fits
     * @param calls tools that are called one after the other; the first that fails ends them
     * @param say said when every call succeeded
     * @param onError said when a call was refused, failed, or could not be made
     */
    record Turn(When when, List<Call> calls, Template say, Template onError) {
        Turn {
            calls = List.copyOf(calls);
        }
    }

    /** Which messages a turn fits. */
    sealed interface When {
        /** Every message. */
        record Always() implements When {}

        /** Messages that contain the text, without regard to case. */
        record Contains(String text) implements When {}

        /** Messages in which the pattern is found; its groups are {@code match.1} or {@code match.name}. */
        record Matches(Pattern pattern) implements When {}
    }

    /**
     * A tool call.
     *
     * @param tool its name
     * @param arguments JSON values whose texts are {@link Template}s
     * @param force also call the tool when it is not offered
     */
    record Call(String tool, Map<String, Value> arguments, boolean force) {}

    /** An argument, or a part of one. */
    sealed interface Value {
        /** A text with templates in it. */
        record Text(Template template) implements Value {}

        /** A number, a boolean or null. */
        record Plain(@Nullable Object value) implements Value {}

        /** An object. */
        record Fields(Map<String, Value> fields) implements Value {}

        /** An array. */
        record Items(List<Value> items) implements Value {}
    }
}
