package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.policy.AgentRuntime.ExternalAuth;
import ai.altairalabs.omnia.core.policy.AgentRuntime.Facade;
import ai.altairalabs.omnia.core.policy.AgentRuntime.FacadeType;
import ai.altairalabs.omnia.core.problem.Words;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of {@code spec} in an AgentRuntime, as far as this version uses them. */
final class AgentRuntimeShape {
    private static final Field<String> REF_NAME = Field.required("name", Forms.REFERENCE, "its name");
    private static final ObjectShape<String> REFERENCE = ObjectShape.of(v -> v.get(REF_NAME), REF_NAME);
    private static final Field<String> TOOL_REGISTRY = Field.optional(
            "toolRegistryRef",
            REFERENCE,
            "the ToolRegistry of the namespace whose tools the agent gets; absent: no tools");
    private static final Field<String> PROMPT_PACK =
            Field.optional("promptPackRef", REFERENCE, "the prompts of the agent");

    private static final Field<FacadeType> TYPE =
            Field.required("type", ScalarShape.Choice.of(FacadeType.class), "the protocol that clients speak");
    private static final Field<Integer> PORT = Field.optional(
            "port",
            new ScalarShape.Whole(0, 65535),
            Facade.DEFAULT_PORT,
            "`" + Facade.DEFAULT_PORT + "`",
            "where it listens; 0: a free port");
    private static final Field<List<Facade>> FACADES = Field.list(
            "facades",
            ListShape.of(ObjectShape.of(v -> new Facade(v.get(TYPE), v.get(PORT)), TYPE, PORT)),
            "the ways in");

    private static final Field<String> PROVIDER_NAME =
            Field.required("name", TextShape.FILLED, "what the agent calls the model");
    private static final Field<String> PROVIDER_REF =
            Field.required("providerRef", new TextOrReference(), "the model's provider");
    private static final Field<List<AgentRuntime.Provider>> PROVIDERS = Field.list(
            "providers",
            ListShape.of(ObjectShape.of(
                    v -> new AgentRuntime.Provider(v.get(PROVIDER_NAME), v.get(PROVIDER_REF)),
                    PROVIDER_NAME,
                    PROVIDER_REF)),
            "the models; the first is used");

    private static final Field<URI> ISSUER =
            Field.required("issuer", new UrlShape(true), "who issues the users' tokens, as in their `iss`");
    private static final Field<String> AUDIENCE =
            Field.required("audience", TextShape.FILLED, "for whom the tokens are meant, as in their `aud`");
    private static final Field<String> SUBJECT =
            Field.optional("subject", TextShape.FILLED, "sub", "`sub`", "the claim that names the user");
    private static final Field<String> ROLE =
            Field.optional("role", TextShape.FILLED, "roles", "`roles`", "the claim that lists the user's roles");
    private static final Field<String> END_USER =
            Field.optional("endUser", TextShape.FILLED, "email", "`email`", "the claim that holds the user's address");
    private static final Claims DEFAULT_CLAIMS = new Claims("sub", "roles", "email");
    private static final Field<Claims> CLAIM_MAPPING = Field.optional(
            "claimMapping",
            ObjectShape.of(v -> new Claims(v.get(SUBJECT), v.get(ROLE), v.get(END_USER)), SUBJECT, ROLE, END_USER),
            DEFAULT_CLAIMS,
            null,
            "where the token says who the user is");
    private static final Field<ExternalAuth> OIDC = Field.optional(
            "oidc",
            ObjectShape.of(AgentRuntimeShape::oidc, ISSUER, AUDIENCE, CLAIM_MAPPING),
            "tokens of OpenID Connect");
    private static final Field<Boolean> SHARED_TOKEN = unserved("sharedToken");
    private static final Field<Boolean> API_KEYS = unserved("apiKeys");
    private static final Field<Boolean> EDGE_TRUST = unserved("edgeTrust");
    private static final Field<Optional<ExternalAuth>> EXTERNAL_AUTH = Field.optional(
            "externalAuth",
            ObjectShape.of(v -> Optional.ofNullable(externalAuth(v)), OIDC, SHARED_TOKEN, API_KEYS, EDGE_TRUST)
                    .check(AgentRuntimeShape::checkAuth),
            "how users outside prove who they are; absent: nobody outside gets in");

    static final Shape<Function<Metadata, AgentRuntime>> SPEC = ObjectShape.of(
                    AgentRuntimeShape::runtime, TOOL_REGISTRY, FACADES, PROVIDERS, PROMPT_PACK, EXTERNAL_AUTH)
            .lenient();

    private AgentRuntimeShape() {}

    private static Function<Metadata, AgentRuntime> runtime(Values v) {
        Optional<ExternalAuth> auth = v.find(EXTERNAL_AUTH);
        return metadata -> new AgentRuntime(
                metadata.name(),
                metadata.place(),
                v.find(TOOL_REGISTRY),
                v.get(FACADES),
                v.get(PROVIDERS),
                v.find(PROMPT_PACK),
                auth == null ? null : auth.orElse(null));
    }

    private static ExternalAuth oidc(Values v) {
        Claims claims = v.get(CLAIM_MAPPING);
        return new ExternalAuth.Oidc(
                v.get(ISSUER).toString(), v.get(AUDIENCE), claims.subject, claims.role, claims.endUser);
    }

    private static Field<Boolean> unserved(String kind) {
        return Field.optional(kind, new PlainValue.Ignored(), "not served by this version: nobody gets in by it");
    }

    private static @Nullable ExternalAuth externalAuth(Values v) {
        ExternalAuth oidc = v.find(OIDC);
        if (oidc != null) {
            return oidc;
        }
        for (Field<Boolean> kind : List.of(SHARED_TOKEN, API_KEYS, EDGE_TRUST)) {
            if (v.has(kind)) {
                return new ExternalAuth.Unserved(kind.name());
            }
        }
        return null;
    }

    private static void checkAuth(Values v) {
        boolean any = v.has(OIDC);
        for (Field<Boolean> kind : List.of(SHARED_TOKEN, API_KEYS, EDGE_TRUST)) {
            if (v.has(kind)) {
                any = true;
                v.in().warning(
                                v.key(kind),
                                Words.quote(kind.name()) + " is not served by this version: nobody gets in by it",
                                v.has(OIDC) ? null : "use `oidc`");
            }
        }
        if (!any) {
            v.in().warning(v.in().place(), "`externalAuth` names no way in: nobody outside gets in", "add `oidc`");
        }
    }

    private record Claims(String subject, String role, String endUser) {}

    /** A name, or an object with a name. */
    private record TextOrReference() implements Shape<String> {
        @Override
        public @Nullable String read(Node node, Reading in) {
            return node instanceof Node.Mapping ? REFERENCE.read(node, in) : TextShape.FILLED.read(node, in);
        }

        @Override
        public String type() {
            return "text";
        }

        @Override
        public String rule() {
            return "a name, or an object with `name`";
        }
    }
}
