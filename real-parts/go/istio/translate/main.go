// Prints what Istio makes of its security objects for one workload, as Envoy's HTTP filters in JSON.
//
// It reads AuthorizationPolicy, RequestAuthentication and PeerAuthentication (YAML, several documents) from standard
// input. Which of them select the workload is for Istio to say, as is what they mean: nothing is translated here.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	"google.golang.org/protobuf/encoding/protojson"

	"istio.io/api/label"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/networking"
	"istio.io/istio/pilot/pkg/networking/core"
	"istio.io/istio/pilot/pkg/networking/plugin/authn"
	"istio.io/istio/pilot/pkg/networking/plugin/authz"
	"istio.io/istio/pkg/config/host"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/log"
	"istio.io/istio/pkg/test"
)

// What the program prints.
type translation struct {
	// The filters in the order in which Envoy must run them: authentication, then authorization.
	Filters []json.RawMessage `json:"filters"`
	// How the workload's port takes mutual TLS: DISABLE, PERMISSIVE or STRICT.
	Mtls string `json:"mtls"`
}

func main() {
	namespace := flag.String("namespace", "default", "namespace of the workload")
	labels := flag.String("labels", "", "labels of the workload's pods: a=b,c=d")
	port := flag.Uint("port", 8080, "port of the workload")
	trustDomain := flag.String("trust-domain", "cluster.local", "trust domain of the mesh")
	service := flag.String("waypoint-of", "", "translate for a waypoint, and this service of the namespace behind it")
	flag.Parse()

	yaml, err := io.ReadAll(os.Stdin)
	if err != nil {
		fail(err)
	}
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.NoneLevel)
	}
	var out translation
	err = test.Wrap(func(t test.Failer) {
		out, err = translate(t, string(yaml), *namespace, parse(*labels), uint32(*port), *trustDomain, *service)
		if err != nil {
			t.Fatal(err)
		}
	})
	if err != nil {
		fail(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		fail(err)
	}
}

func translate(
	t test.Failer, yaml, namespace string, labels map[string]string, port uint32, trustDomain, service string,
) (translation, error) {
	meshConfig := mesh.DefaultMeshConfig()
	meshConfig.TrustDomain = trustDomain
	options := core.TestOptions{ConfigString: yaml, MeshConfig: meshConfig}
	proxy := &model.Proxy{
		ConfigNamespace: namespace,
		Labels:          labels,
		Metadata:        &model.NodeMetadata{Namespace: namespace, Labels: labels},
	}
	var behind *model.Service
	if service != "" {
		proxy.Type = model.Waypoint
		proxy.Labels = map[string]string{label.IoK8sNetworkingGatewayGatewayName.Name: "waypoint"}
		proxy.Metadata.Labels = proxy.Labels
		behind = &model.Service{
			Hostname:   host.Name(service + "." + namespace + ".svc.cluster.local"),
			Attributes: model.ServiceAttributes{Name: service, Namespace: namespace, ServiceRegistry: "Kubernetes"},
		}
		options.Services = []*model.Service{behind}
	}
	generator := core.NewConfigGenTest(t, options)
	proxy = generator.SetupProxy(proxy)
	push := generator.PushContext()
	// Finds an issuer's keys as istiod does: by its discovery document.
	push.JwtKeyResolver = model.NewJwksResolver(time.Hour, time.Hour, time.Hour, time.Second)

	authentication := authn.NewBuilderForService(push, proxy, behind)
	filters := authentication.BuildHTTP(networking.ListenerClassSidecarInbound)
	// A waypoint learns the caller from the tunnel's state, not from its own connection, as istiod builds it.
	rules := authz.NewBuilderForService(authz.Local, push, proxy, behind != nil, behind)
	filters = append(filters, rules.BuildHTTP(networking.ListenerClassSidecarInbound)...)

	out := translation{Filters: []json.RawMessage{}, Mtls: authentication.ForPort(port).Mode.String()}
	for _, filter := range filters {
		text, err := print(filter)
		if err != nil {
			return out, err
		}
		out.Filters = append(out.Filters, text)
	}
	return out, nil
}

func print(filter *hcm.HttpFilter) (json.RawMessage, error) {
	return protojson.MarshalOptions{UseProtoNames: true}.Marshal(filter)
}

func parse(labels string) map[string]string {
	out := map[string]string{}
	for _, pair := range strings.Split(labels, ",") {
		if name, value, found := strings.Cut(pair, "="); found {
			out[name] = value
		}
	}
	return out
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "istio-translate:", err)
	os.Exit(1)
}
