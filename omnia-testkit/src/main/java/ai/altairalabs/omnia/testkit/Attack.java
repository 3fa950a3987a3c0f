package ai.altairalabs.omnia.testkit;

import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Octets that somebody sends to get through a door, or to have it read one thing and the tool another. Its file is YAML;
 * {@code vectors/README.md} describes the format.
 *
 * @param name the file's name without its ending: what it tries
 * @param file the file
 * @param description one line
 * @param origin the advisory, issue or section that it comes from; empty: none is known
 * @param group the part of the corpus
 * @param policies the manifests in force
 * @param files further files beside the manifests, name to octets
 * @param problem a part of the problem that the manifests and files have on purpose; null: they have none
 * @param door how the door is set up
 * @param token what {@code {token}} in the request stands for
 * @param request the octets that are sent
 * @param answers the octets that the tool answers, request by request; the last one again and again; empty: {@code 200}
 * @param notAt the door that the case cannot be put to, and why
 * @param expect what must become of it
 */
public record Attack(
        String name,
        SourceText file,
        String description,
        String origin,
        Group group,
        List<SourceText> policies,
        Map<String, Octets> files,
        @Nullable String problem,
        Door door,
        Token token,
        Octets request,
        List<Octets> answers,
        Map<DoorKind, String> notAt,
        Expected expect) {
    public Attack {
        Objects.requireNonNull(name);
        Objects.requireNonNull(file);
        Objects.requireNonNull(description);
        Objects.requireNonNull(origin);
        Objects.requireNonNull(group);
        policies = List.copyOf(policies);
        files = new LinkedHashMap<>(files);
        Objects.requireNonNull(door);
        Objects.requireNonNull(token);
        Objects.requireNonNull(request);
        answers = List.copyOf(answers);
        notAt = new TreeMap<>(notAt);
        Objects.requireNonNull(expect);
    }

    /** The parts of the corpus. */
    public enum Group {
        BODY,
        VALUES,
        HEADERS,
        IDENTITY,
        TOOL,
        FRAMING,
        MCP,
        CEL,
        FILES
    }

    /** The kinds of door. */
    public enum DoorKind {
        PROXY,
        EXT_AUTHZ,
        DECISION_POINT
    }

    /** How a door learns who calls. */
    public enum Mode {
        SIGNED,
        JWT,
        HEADERS
    }

    /**
     * How the door is set up.
     *
     * @param agent the only agent that may pass; null: any
     */
    public record Door(Mode mode, @Nullable String agent) {
        public Door {
            Objects.requireNonNull(mode);
        }
    }

    /**
     * A token: a good one, changed.
     *
     * @param header JOSE header fields in place of the good ones
     * @param claims claims in place of the good ones
     * @param without claims that are left out
     * @param times claims that are so many seconds from now
     * @param signature how it is signed: {@code good}, {@code stranger}, {@code public-key-as-secret}, {@code none},
     *     {@code of-other-claims}
     */
    public record Token(
            Map<String, @Nullable Object> header,
            Map<String, @Nullable Object> claims,
            List<String> without,
            Map<String, Long> times,
            String signature) {
        public Token {
            header = new LinkedHashMap<>(header);
            claims = new LinkedHashMap<>(claims);
            without = List.copyOf(without);
            times = new LinkedHashMap<>(times);
            Objects.requireNonNull(signature);
        }
    }

    /**
     * What must become of it.
     *
     * @param statuses of the answers, in order
     * @param rule of a refusal by a policy
     * @param tool what reaches the tool
     * @param answers what the tool's own answers must be when they reach the caller, in order; empty: nobody looks
     * @param audit the audit records, in order
     * @param nowhere texts that must neither reach the tool nor stand in a record
     */
    public record Expected(
            List<Integer> statuses,
            @Nullable String rule,
            AtTool tool,
            List<Octets> answers,
            List<Audited> audit,
            List<String> nowhere) {
        public Expected {
            statuses = List.copyOf(statuses);
            answers = List.copyOf(answers);
            Objects.requireNonNull(tool);
            audit = List.copyOf(audit);
            nowhere = List.copyOf(nowhere);
        }
    }

    /**
     * What reaches the tool.
     *
     * @param lines the request lines
     * @param body the body of the first; null: as it was sent
     * @param headers header name to the one value that the first has
     * @param without names of headers that the first does not have
     */
    public record AtTool(List<String> lines, @Nullable Octets body, Map<String, String> headers, List<String> without) {
        public AtTool {
            lines = List.copyOf(lines);
            headers = new LinkedHashMap<>(headers);
            without = List.copyOf(without);
        }
    }

    /** An audit record. */
    public sealed interface Audited {
        /**
         * What a policy, or the decision point itself, found.
         *
         * @param error a part of its {@code error}; null: it has none
         */
        record Found(
                String decision,
                String policy,
                String rule,
                @Nullable String error) implements Audited {
            public Found {
                Objects.requireNonNull(decision);
                Objects.requireNonNull(policy);
                Objects.requireNonNull(rule);
            }
        }

        /**
         * What the door refused by itself.
         *
         * @param what {@code request} or {@code answer}
         * @param reason as it is counted
         * @param request method and path, with a blank between; empty: neither is known
         * @param message as in the answer
         */
        record Refused(String what, String reason, String request, String message) implements Audited {
            public Refused {
                Objects.requireNonNull(what);
                Objects.requireNonNull(reason);
                Objects.requireNonNull(request);
                Objects.requireNonNull(message);
            }
        }
    }
}
