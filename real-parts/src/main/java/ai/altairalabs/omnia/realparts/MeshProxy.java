package ai.altairalabs.omnia.realparts;

import ai.altairalabs.omnia.realparts.IstioTranslation.Translation;

/**
 * Istio's proxy in front of one workload: a real Envoy with the filters that Istio made, mutual TLS, and the path
 * normalisation that istiod sets when nobody changes it.
 */
public final class MeshProxy {
    private static final String HTTP = "type.googleapis.com/envoy.extensions.filters.http.";
    private static final String TLS = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.";

    /** What a waypoint sets from the tunnel: the caller's name in the mesh. */
    private static final String TUNNEL_STATE = """
            {"name": "caller", "typed_config": {"@type": "%sset_filter_state.v3.Config", "on_request_headers": [{
              "object_key": "io.istio.peer_principal", "factory_key": "envoy.string", "format_string":
                {"text_format_source": {"inline_string": "%%DOWNSTREAM_PEER_URI_SAN%%"}}}]}},""".formatted(HTTP);

    private MeshProxy() {}

    /**
     * Starts one.
     *
     * @param server certificate of the workload
     * @param port where it listens, on loopback
     * @param upstream port of the workload's application, on loopback
     */
    public static Envoy start(
            Translation translation, MeshCertificates mesh, MeshCertificates.Pem server, int port, int upstream) {
        String manager = manager(translation);
        String chains = secured(mesh, server, manager);
        if (!translation.mtls().equals("STRICT")) {
            chains += ", {\"filter_chain_match\": {\"transport_protocol\": \"raw_buffer\"}, \"filters\": [" + manager
                    + "]}";
        }
        return Envoy.start("""
                {"static_resources": {
                  "listeners": [{
                    "name": "inbound",
                    "address": {"socket_address": {"address": "127.0.0.1", "port_value": %d}},
                    "listener_filters": [{"name": "tls", "typed_config":
                      {"@type": "type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector"}}],
                    "filter_chains": [%s]}],
                  "clusters": [{"name": "application", "type": "STATIC", "load_assignment": {
                    "cluster_name": "application", "endpoints": [{"lb_endpoints": [{"endpoint": {"address":
                      {"socket_address": {"address": "127.0.0.1", "port_value": %d}}}}]}]}}]}}
                """.formatted(port, chains, upstream), port);
    }

    private static String secured(MeshCertificates mesh, MeshCertificates.Pem server, String manager) {
        return """
                {"filter_chain_match": {"transport_protocol": "tls"}, "filters": [%s], "transport_socket": {
                  "name": "tls", "typed_config": {"@type": "%sDownstreamTlsContext", "require_client_certificate": true,
                  "common_tls_context": {
                    "tls_certificates": [{"certificate_chain": {"inline_string": %s},
                      "private_key": {"inline_string": %s}}],
                    "validation_context": {"trusted_ca": {"inline_string": %s}}}}}}""".formatted(manager, TLS, text(server.certificate()), text(server.key()), text(mesh.authorityPem()));
    }

    private static String manager(Translation translation) {
        String filters = translation.filters().isEmpty() ? "" : translation.filters() + ",";
        return """
                {"name": "http", "typed_config": {
                  "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
                  "stat_prefix": "inbound", "normalize_path": true, "merge_slashes": false,
                  "path_with_escaped_slashes_action": "KEEP_UNCHANGED",
                  "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [
                    {"match": {"prefix": "/"}, "route": {"cluster": "application"}}]}]},
                  "http_filters": [%s%s{"name": "router", "typed_config": {"@type": "%srouter.v3.Router"}}]}}""".formatted(translation.waypoint() ? TUNNEL_STATE : "", filters, HTTP);
    }

    private static String text(String value) {
        return "\"" + value.replace("\n", "\\n") + "\"";
    }
}
