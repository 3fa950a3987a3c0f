package ai.altairalabs.omnia.docs;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.cel.Variable;
import ai.altairalabs.omnia.core.manifest.ManifestSchema;
import ai.altairalabs.omnia.core.manifest.ManifestSchema.FieldRow;
import ai.altairalabs.omnia.core.policy.Kind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Writes the parts of the reference pages that the code declares. */
final class Generated {
    private Generated() {}

    static String variables() {
        StringBuilder out = new StringBuilder("| variable | type | meaning |\n|---|---|---|\n");
        for (Variable variable : Variable.values()) {
            String type = variable.fields().isEmpty() ? code(type(variable.type())) : "";
            out.append(row(code(variable.celName()), type, variable.description()));
            for (Map.Entry<String, CelType> field : variable.fields().entrySet()) {
                out.append(row(code(variable.celName() + "." + field.getKey()), code(type(field.getValue())), ""));
            }
        }
        return out.toString();
    }

    static String limits() {
        Limits limits = Limits.standard(() -> 0);
        return "| what | limit |\n|---|---|\n"
                + row("an expression's length", number(Limits.MAX_EXPRESSION_LENGTH) + " characters")
                + row("an expression's depth", number(Limits.MAX_EXPRESSION_DEPTH))
                + row("a regular expression", number(Limits.MAX_REGEX_PROGRAM) + " instructions")
                + row("steps of all macros of one evaluation", number(limits.iterations()))
                + row(
                        "items of one list or map that an expression makes or binds, " + Limits.LINE
                                + " characters of a text in it being one more",
                        number(Limits.MAX_MADE))
                + row("characters and items of all intermediate results", number(limits.cost()))
                + row("time of one evaluation", limits.time().toMillis() + " ms")
                + row("time beyond it, all evaluations of an expression together", Limits.OVERTIME.toMillis() + " ms");
    }

    /** What every manifest has, then the fields of each kind's {@code spec}. */
    static String kinds() {
        List<FieldRow> common = ManifestSchema.fields(Kind.AGENT_POLICY).stream()
                .filter(field -> !field.path().startsWith("spec."))
                .toList();
        StringBuilder out = new StringBuilder("## Every manifest\n\n");
        out.append(table(common.stream().filter(field -> !isIgnored(field)).toList()));
        out.append("\nAccepted because Kubernetes writes them, and not used: ");
        out.append(common.stream()
                .filter(Generated::isIgnored)
                .map(field -> code(field.path()))
                .collect(Collectors.joining(", ")));
        out.append(".\n\n");
        for (Kind kind : Kind.values()) {
            out.append("## ").append(kind.title()).append("\n\nIn commands `");
            out.append(kind.plural()).append("`, `").append(kind.singular()).append("` or `");
            out.append(kind.shortName()).append("`.\n\n");
            out.append(table(ManifestSchema.fields(kind).stream()
                    .filter(field -> field.path().startsWith("spec."))
                    .toList()));
            out.append('\n');
        }
        return out.toString().stripTrailing() + "\n";
    }

    private static boolean isIgnored(FieldRow field) {
        return field.type().equals("any");
    }

    private static String table(List<FieldRow> fields) {
        StringBuilder out = new StringBuilder("| field | type | default | meaning |\n|---|---|---|---|\n");
        for (FieldRow field : fields) {
            String described = field.description();
            String rule = field.rule();
            String meaning = rule.isEmpty() || described.contains(rule) ? described : described + "; " + rule;
            out.append(row(
                    code(field.path()),
                    field.type() + (field.required() ? ", required" : ""),
                    Objects.requireNonNullElse(field.defaultValue(), ""),
                    meaning));
        }
        return out.toString();
    }

    static String commands() {
        StringBuilder out = new StringBuilder();
        commands(Commands.tree(), out);
        return out.toString().stripTrailing() + "\n";
    }

    /** Each command, and behind it those that it holds. */
    private static void commands(CommandLine parent, StringBuilder out) {
        for (CommandLine command : parent.getSubcommands().values()) {
            if (!command.getCommandSpec().usageMessage().hidden()) {
                out.append("### ")
                        .append(command.getCommandSpec().qualifiedName())
                        .append("\n\n```text\n");
                out.append(command.getUsageMessage(Ansi.OFF).strip().replaceAll("(?m)[ ]+$", ""));
                out.append("\n```\n\n");
                commands(command, out);
            }
        }
    }

    private static String row(String... cells) {
        StringBuilder out = new StringBuilder("|");
        for (String cell : cells) {
            out.append(cell.isEmpty() ? " " : " " + cell.replace("|", "\\|") + " ")
                    .append('|');
        }
        return out.append('\n').toString();
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String type(CelType type) {
        return CelTypes.format(type).replace("google.protobuf.Timestamp", "timestamp");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
