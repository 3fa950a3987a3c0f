package ai.altairalabs.omnia.bench.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is asked for.
 *
 * @param scenarios which ones, in their order
 * @param seconds how long each; 0: each as long as it wants to
 * @param quick whether little is enough
 */
record Options(List<Scenario> scenarios, int seconds, boolean quick) {
    private static final int QUICK = 2;

    Options {
        scenarios = List.copyOf(scenarios);
    }

    /** One that a person can read. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }

    static Options parse(String... args) throws Wrong {
        List<Scenario> only = new ArrayList<>();
        int seconds = 0;
        boolean quick = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--quick" -> quick = true;
                case "--seconds" -> seconds = number(value(args, ++i));
                case "--only" -> only.add(scenario(value(args, ++i)));
                default -> throw new Wrong("there is no option `" + args[i] + "`");
            }
        }
        return new Options(only.isEmpty() ? Scenario.ALL : only, seconds, quick);
    }

    private static String value(String[] args, int at) throws Wrong {
        if (at == args.length) {
            throw new Wrong("`" + args[at - 1] + "` needs a value");
        }
        return args[at];
    }

    private static int number(String text) throws Wrong {
        if (!text.matches("[1-9][0-9]{0,4}")) {
            throw new Wrong("`--seconds` needs a number from 1");
        }
        return Integer.parseInt(text);
    }

    private static Scenario scenario(String name) throws Wrong {
        return Scenario.ALL.stream()
                .filter(each -> each.title().equals(name))
                .findFirst()
                .orElseThrow(() -> new Wrong("there is no `" + name + "` among "
                        + Scenario.ALL.stream().map(Scenario::title).toList()));
    }

    /** How long this one runs. */
    int seconds(Scenario scenario) {
        if (seconds > 0) {
            return seconds;
        }
        return quick ? QUICK : scenario.seconds();
    }

    static String usage() {
        StringBuilder text = new StringBuilder("""
                usage: bench/faults [--only NAME]... [--seconds N] [--quick]
                  --only NAME    only this one of those below
                  --seconds N    how long each one runs
                  --quick        a short round of each, to see that it runs

                """);
        for (Scenario scenario : Scenario.ALL) {
            text.append(String.format(
                    Locale.ROOT, "  %-12s %3d s  %s%n", scenario.title(), scenario.seconds(), scenario.what()));
        }
        return text.toString();
    }
}
