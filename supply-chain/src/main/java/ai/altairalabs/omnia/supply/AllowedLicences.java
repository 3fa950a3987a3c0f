package ai.altairalabs.omnia.supply;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which licences dependencies may have; the file {@code supply-chain/licences} says how it is written.
 *
 * @param shipped for what is shipped
 * @param build for tests and benchmarks, beside those for what is shipped
 * @param chosen by group, the licence that is taken of several offered ones
 */
record AllowedLicences(Set<String> shipped, Set<String> build, Map<String, String> chosen) {
    AllowedLicences {
        shipped = Set.copyOf(shipped);
        build = Set.copyOf(build);
        chosen = Map.copyOf(chosen);
    }

    static AllowedLicences of(List<String> lines) {
        Set<String> shipped = new HashSet<>();
        Set<String> build = new HashSet<>();
        Map<String, String> chosen = new HashMap<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.split(" ", 2);
            switch (words[0]) {
                case "shipped" -> shipped.add(words[1]);
                case "build" -> build.add(words[1]);
                case "choose" -> chosen.put(words[1].split(" ", 2)[0], words[1].split(" ", 2)[1]);
                default -> throw new IllegalArgumentException("no line of `supply-chain/licences`: `" + line + "`");
            }
        }
        return new AllowedLicences(shipped, build, chosen);
    }

    /** The licences under which the part is taken. */
    List<String> taken(Part part) {
        String choice = chosen.get(part.group());
        return choice != null && part.licences().contains(choice) ? List.of(choice) : part.licences();
    }

    /** Why the part may not be used; empty when it may. */
    List<String> faults(Part part, boolean isShipped) {
        List<String> taken = taken(part);
        if (taken.isEmpty()) {
            return List.of("`" + part + "` names no licence");
        }
        List<String> faults = new ArrayList<>();
        for (String licence : taken) {
            if (!shipped.contains(licence) && (isShipped || !build.contains(licence))) {
                faults.add("`" + part + "` has the licence `" + licence
                        + "`, which `supply-chain/licences` does not allow "
                        + (isShipped ? "in what is shipped" : "at all"));
            }
        }
        return faults;
    }
}
