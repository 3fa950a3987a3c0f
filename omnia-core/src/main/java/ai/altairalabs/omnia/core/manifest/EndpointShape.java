package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Words;
import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A handler's {@code endpoint}: a URL, or a Service of the cluster. It gives the base of {@code httpConfig.endpoint}. */
final class EndpointShape {
    private static final Field<URI> URL =
            Field.optional("url", new UrlShape(true), "its base URL; either this or `serviceRef`");
    private static final Field<String> NAME = Field.required("name", Forms.LABEL_NAME, "the Service's name");
    private static final Field<String> NAMESPACE =
            Field.optional("namespace", Forms.LABEL_NAME, "the Service's namespace; absent: the registry's");
    private static final Field<Integer> PORT =
            Field.required("port", new ScalarShape.Whole(1, 65535), "the Service's port");
    private static final Field<Function<String, URI>> SERVICE = Field.optional(
            "serviceRef",
            ObjectShape.of(EndpointShape::service, NAME, NAMESPACE, PORT),
            "a Service of the cluster; either this or `url`");

    /** The base, given the registry's namespace. */
    static final ObjectShape<Function<String, URI>> SHAPE =
            ObjectShape.of(EndpointShape::base, URL, SERVICE).check(EndpointShape::check);

    private EndpointShape() {}

    private static void check(Values v) {
        if (v.has(URL) == v.has(SERVICE)) {
            v.in().error(
                            v.has(URL) ? v.key(SERVICE) : v.in().place(),
                            v.has(URL) ? "`url` and `serviceRef` exclude each other" : "missing `url` or `serviceRef`",
                            v.has(URL) ? "keep one of the two" : "add `url: http://HOST:PORT`");
        }
    }

    private static Function<String, URI> base(Values v) {
        URI url = v.find(URL);
        return url != null ? _ -> url : v.get(SERVICE);
    }

    private static Function<String, URI> service(Values v) {
        String namespace = v.find(NAMESPACE);
        return own -> URI.create("http://" + v.get(NAME) + "." + (namespace == null ? own : namespace)
                + ".svc.cluster.local:" + v.get(PORT));
    }

    /** What {@code httpConfig.endpoint} says: a whole URL, or a path below the base. */
    record UrlOrPath() implements Shape<String> {
        @Override
        public @Nullable String read(Node node, Reading in) {
            String text = TextShape.FILLED.read(node, in);
            if (text == null) {
                return null;
            }
            TextShape.Wrong wrong = isPath(text) ? wrongPath(text) : UrlShape.wrong(text, true);
            if (wrong != null) {
                in.error(node.place(), Words.quote(text) + " " + wrong.message(), wrong.advice());
                return null;
            }
            return text;
        }

        static boolean isPath(String text) {
            return text.startsWith("/") && !text.startsWith("//");
        }

        private static TextShape.@Nullable Wrong wrongPath(String text) {
            TextShape.Wrong wrong = UrlShape.wrong("http://host" + text, true);
            return wrong != null && wrong.message().equals("is no URL")
                    ? new TextShape.Wrong("is no path", "write a path such as `/v1/refund`")
                    : wrong;
        }

        @Override
        public String type() {
            return "URL";
        }

        @Override
        public String rule() {
            return new UrlShape(true).rule() + "; or a path, where `endpoint` gives the base";
        }
    }

    /** The path below the base. */
    static URI below(URI base, String path) {
        String origin = base.toString();
        return URI.create((origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin) + path);
    }
}
