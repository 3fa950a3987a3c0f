package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.cli.HostPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code omnia up} is told.
 *
 * @param manifests files and directories, absolute
 * @param connectTo where a tool's address is reached in truth
 * @param script what a scripted model plays; null: models are what the environment says
 * @param admin where the admin port listens
 * @param facadeHost the address on which facades listen
 * @param anyPort whether facades take free ports instead of the manifests'
 */
public record UpOptions(
        List<Path> manifests,
        Map<HostPort, HostPort> connectTo,
        @Nullable Path script,
        HostPort admin,
        String facadeHost,
        boolean anyPort) {
    public UpOptions {
        manifests = List.copyOf(manifests);
        connectTo = Map.copyOf(connectTo);
        Objects.requireNonNull(admin);
        Objects.requireNonNull(facadeHost);
    }

    FacadeOptions facades() {
        return new FacadeOptions(facadeHost, anyPort, null);
    }
}
