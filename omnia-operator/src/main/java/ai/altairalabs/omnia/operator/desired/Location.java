package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.cluster.Service;
import ai.altairalabs.omnia.operator.cluster.Service.ServicePort;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Where a tool is served, as seen from a registry's namespace. */
sealed interface Location {
    /** Behind a Service that says which pods are behind it. */
    record Inside(Service service, ServicePort port) implements Location {}

    /** Somewhere that nothing can be attached to. */
    record Outside(String place, Note note) implements Location {}

    /** The location of a URL. */
    static Location of(ClusterView view, String namespace, URI url) {
        String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        int port = url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        return of(view, namespace, host, port);
    }

    /** The location of a host and a port. */
    static Location of(ClusterView view, String namespace, String host, int port) {
        Optional<ResourceName> name = serviceName(view, namespace, host);
        if (name.isEmpty()) {
            return external(host);
        }
        Optional<Service> found = view.service(name.get());
        String place = "`" + name.get() + "`";
        if (found.isEmpty()) {
            return new Outside(
                    name.get().toString(),
                    new Note(
                            null,
                            Reason.SERVICE_MISSING,
                            "there is no Service " + place,
                            "create it, or correct the registry's endpoint"));
        }
        Service service = found.get();
        if (service.external()) {
            return external(host);
        }
        Optional<ServicePort> at = service.port(port);
        if (at.isEmpty()) {
            return new Outside(
                    name.get().toString(),
                    new Note(
                            null,
                            Reason.SERVICE_MISSING,
                            "the Service " + place + " has no port " + port,
                            "correct the port in the registry's endpoint"));
        }
        if (service.selector().isEmpty()) {
            return new Outside(
                    name.get().toString(),
                    new Note(
                            null,
                            Reason.SERVICE_WITHOUT_SELECTOR,
                            "the Service " + place + " does not say which pods are behind it",
                            "give it a `selector`"));
        }
        return new Inside(service, at.get());
    }

    /** A host outside the cluster. */
    static Location external(String host) {
        return new Outside(
                host,
                new Note(
                        null,
                        Reason.EXTERNAL_TOOL,
                        "`" + host + "` is outside the cluster, so nothing here can stand in front of it",
                        "put a Service with a `policy-proxy` in front of it, and write that in the registry"));
    }

    private static Optional<ResourceName> serviceName(ClusterView view, String namespace, String host) {
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String domain = ".svc." + view.mesh().clusterDomain().toLowerCase(Locale.ROOT);
        String inside = bare.endsWith(domain)
                ? bare.substring(0, bare.length() - domain.length())
                : bare.endsWith(".svc") ? bare.substring(0, bare.length() - ".svc".length()) : null;
        if (inside != null) {
            int dot = inside.indexOf('.');
            return dot < 0 || inside.indexOf('.', dot + 1) >= 0
                    ? Optional.empty()
                    : Optional.of(new ResourceName(inside.substring(dot + 1), inside.substring(0, dot)));
        }
        int dot = bare.indexOf('.');
        if (dot < 0) {
            boolean itself = bare.isEmpty() || bare.equals("localhost") || bare.startsWith("[");
            return itself ? Optional.empty() : Optional.of(new ResourceName(namespace, bare));
        }
        // `tools.production` may be a Service or a host of the internet: only a Service that is there is one.
        ResourceName written = new ResourceName(bare.substring(dot + 1), bare.substring(0, dot));
        return view.service(written).map(Service::name);
    }
}
