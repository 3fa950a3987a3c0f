package ai.altairalabs.omnia.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import picocli.CommandLine.ParameterException;

/** Failures in words for the user: no class names, no stack traces. */
final class Failures {
    /** As much as could be one: a password may hold what has a meaning in URLs. */
    private static final Pattern USER = Pattern.compile("://[^\n]*@");

    /** The same where no slashes say that it is a URL: one was forgotten, or `Path` has made them one. */
    private static final Pattern BARE_USER = Pattern.compile("`([A-Za-z]+:/+)?+[^`\n@]*:[^`\n]*@");

    private Failures() {}

    /** What went wrong while a command ran. */
    static String words(Throwable failure) {
        return withoutUser(plain(failure));
    }

    private static String plain(Throwable failure) {
        return switch (failure) {
            case CannotDo cannot -> text(cannot);
            case UncheckedIOException unchecked when unchecked.getCause() != null -> plain(unchecked.getCause());
            case NoSuchFileException missing -> "there is no file `" + missing.getFile() + "`";
            case AccessDeniedException denied -> "no permission for `" + denied.getFile() + "`";
            case FileSystemException file
            when file.getReason() != null -> "`" + file.getFile() + "`: " + lower(file.getReason());
            case BindException bind -> "cannot listen: " + lower(text(bind));
            case IOException io -> lower(text(io));
            default -> lower(text(failure));
        };
    }

    /** What is wrong with the arguments. */
    static String usage(ParameterException failure) {
        String message = withoutUser(lower(text(failure)).replace('\'', '`'));
        int cause = message.indexOf(" but was ");
        return cause < 0 ? message : message.replace("invalid value for", "this is no value for");
    }

    /** Without what a URL or an address has before its host: a password may stand there. */
    private static String withoutUser(String text) {
        String masked = USER.matcher(text).replaceAll("://***@");
        return BARE_USER
                .matcher(masked)
                .replaceAll(found -> "`" + Objects.requireNonNullElse(found.group(1), "") + "***@");
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? "something went wrong inside; this is a fault of omnia" : message;
    }

    private static String lower(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
