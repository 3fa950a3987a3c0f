package ai.altairalabs.omnia.docs;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.cel.Variable;
import ai.altairalabs.omnia.core.manifest.ManifestSchema;
import ai.altairalabs.omnia.core.manifest.ManifestSchema.FieldRow;
import ai.altairalabs.omnia.core.policy.Kind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import java.util.Locale;
import java.util.Map;
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
        Limits limits = Limits.standard(System::nanoTime);
        return "| what | limit |\n|---|---|\n"
                + row("an expression's length", number(Limits.MAX_EXPRESSION_LENGTH) + " characters")
                + row("an expression's depth", number(Limits.MAX_EXPRESSION_DEPTH))
                + row("a regular expression", number(Limits.MAX_REGEX_PROGRAM) + " instructions")
                + row("steps of all macros of one evaluation", number(limits.iterations()))
                + row("characters and items of all intermediate results", number(limits.cost()))
                + row("time of one evaluation", limits.time().toMillis() + " ms");
    }

    static String kinds() {
        StringBuilder out = new StringBuilder();
        for (Kind kind : Kind.values()) {
            out.append("## ").append(kind.title()).append("\n\n`");
            out.append(kind.plural())
                    .append("`, short `")
                    .append(kind.shortName())
                    .append("`\n\n");
            out.append("| field | type | default | |\n|---|---|---|---|\n");
            for (FieldRow field : ManifestSchema.fields(kind)) {
                out.append(row(
                        code(field.path()),
                        field.type() + (field.required() ? ", required" : ""),
                        field.defaultValue() == null ? "" : code(field.defaultValue()),
                        field.rule().isEmpty()
                                ? sentence(field.description())
                                : sentence(field.description()) + " " + sentence(field.rule())));
            }
            out.append('\n');
        }
        return out.toString().stripTrailing() + "\n";
    }

    static String commands() throws ReflectiveOperationException {
        StringBuilder out = new StringBuilder();
        for (Map.Entry<String, CommandLine> command :
                Commands.tree().getSubcommands().entrySet()) {
            if (!command.getValue().getCommandSpec().usageMessage().hidden()) {
                out.append("### omnia ").append(command.getKey()).append("\n\n```text\n");
                out.append(command.getValue().getUsageMessage(Ansi.OFF).strip().replaceAll("(?m)[ ]+$", ""));
                out.append("\n```\n\n");
            }
        }
        return out.toString().stripTrailing() + "\n";
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

    private static String sentence(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.endsWith(".")) {
            return trimmed;
        }
        return trimmed + ".";
    }
}
