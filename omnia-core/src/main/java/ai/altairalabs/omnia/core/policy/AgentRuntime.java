package ai.altairalabs.omnia.core.policy;

import ai.altairalabs.omnia.core.problem.Place;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An agent: its facades, its model and its tools.
 *
 * @param name the agent's name is the resource's
 * @param place where it stands
 * @param toolRegistry name of its ToolRegistry in the same namespace; null: it has no tools
 * @param facades the ways in
 * @param providers its models, the first is used
 * @param promptPack name of its prompts; null: none
 * @param externalAuth who may talk to it; null: nobody outside gets in
 */
public record AgentRuntime(
        ResourceName name,
        Place place,
        @Nullable String toolRegistry,
        List<Facade> facades,
        List<Provider> providers,
        @Nullable String promptPack,
        @Nullable ExternalAuth externalAuth)
        implements Resource {
    public AgentRuntime {
        Objects.requireNonNull(name);
        Objects.requireNonNull(place);
        facades = List.copyOf(facades);
        providers = List.copyOf(providers);
    }

    /** A way in. Port 0 to 65535; 0 takes a free one. */
    public record Facade(FacadeType type, int port) {
        /** The default of {@code port}. */
        public static final int DEFAULT_PORT = 8080;

        public Facade {
            Objects.requireNonNull(type);
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port");
            }
        }
    }

    /** {@code spec.facades[].type}. */
    public enum FacadeType {
        WEBSOCKET,
        REST,
        A2A,
        MCP
    }

    /** A model by reference. */
    public record Provider(String name, String providerRef) {
        public Provider {
            Objects.requireNonNull(name);
            Objects.requireNonNull(providerRef);
        }
    }

    /** How a user outside proves who they are. */
    public sealed interface ExternalAuth {
        /**
         * OpenID Connect: a bearer token of this issuer, for this audience.
         *
         * @param subject claim that names the subject, {@code sub} by default
         * @param role claim that lists the roles; its default is the plural
         * @param endUser claim that holds the end user's address, {@code email} by default
         */
        record Oidc(String issuer, String audience, String subject, String role, String endUser)
                implements ExternalAuth {
            public Oidc {
                Objects.requireNonNull(issuer);
                Objects.requireNonNull(audience);
                Objects.requireNonNull(subject);
                Objects.requireNonNull(role);
                Objects.requireNonNull(endUser);
            }
        }

        /**
         * A kind that this version does not serve: nobody gets in by it.
         *
         * @param kind {@code sharedToken}, {@code apiKeys} or {@code edgeTrust}
         */
        record Unserved(String kind) implements ExternalAuth {
            public Unserved {
                Objects.requireNonNull(kind);
            }
        }
    }
}
