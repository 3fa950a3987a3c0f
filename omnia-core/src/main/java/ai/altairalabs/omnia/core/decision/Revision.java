package ai.altairalabs.omnia.core.decision;

import ai.altairalabs.omnia.core.policy.Resource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/** A short name for what is in force: equal for equal resources, in whatever order and place they stand. */
final class Revision {
    private Revision() {}

    static String of(Collection<Resource> resources, Set<PolicySet.Key> broken) {
        Set<String> lines = new TreeSet<>();
        resources.forEach(resource -> lines.add(Fingerprint.of(resource)));
        broken.forEach(key -> lines.add("broken " + key));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            lines.forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
