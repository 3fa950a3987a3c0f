package ai.altairalabs.omnia.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import picocli.CommandLine.ParameterException;

/** Failures in words for the user: no class names, no stack traces. */
final class Failures {
    private Failures() {}

    /** What went wrong while a command ran. */
    static String words(Throwable failure) {
        return switch (failure) {
            case CannotDo cannot -> text(cannot);
            case UncheckedIOException unchecked when unchecked.getCause() != null -> words(unchecked.getCause());
            case NoSuchFileException missing -> "there is no file `" + missing.getFile() + "`";
            case AccessDeniedException denied -> "`" + denied.getFile() + "` may not be read or written";
            case FileSystemException file
            when file.getReason() != null -> "`" + file.getFile() + "`: " + lower(file.getReason());
            case BindException bind -> "cannot listen: " + lower(text(bind));
            case IOException io -> lower(text(io));
            default -> lower(text(failure));
        };
    }

    /** What is wrong with the arguments. */
    static String usage(ParameterException failure) {
        String message = lower(text(failure)).replace('\'', '`');
        int cause = message.indexOf(" but was ");
        return cause < 0 ? message : message.replace("invalid value for", "this is no value for");
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? "something went wrong inside; this is a fault of omnia" : message;
    }

    private static String lower(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
