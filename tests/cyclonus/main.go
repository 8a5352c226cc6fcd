// Answers questions about NetworkPolicies with cyclonus' matcher: one JSON object a line in, one a line out, in order.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

type question struct {
	Policies []*networkingv1.NetworkPolicy `json:"policies"`
	Flows    []flow                        `json:"flows"`
}

type flow struct {
	Source      peer   `json:"source"`
	Destination peer   `json:"destination"`
	Port        int    `json:"port"`
	PortName    string `json:"portName"`
	Protocol    string `json:"protocol"`
}

// Without a namespace it is an address outside of the cluster.
type peer struct {
	IP              string            `json:"ip"`
	Namespace       string            `json:"namespace"`
	NamespaceLabels map[string]string `json:"namespaceLabels"`
	Labels          map[string]string `json:"labels"`
}

type answer struct {
	Ingress bool `json:"ingress"`
	Egress  bool `json:"egress"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return err
		}
		if err := encoder.Encode(answers(asked)); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return out.Flush()
}

func answers(asked question) []answer {
	for _, policy := range asked.Policies {
		setDefaults(policy)
	}
	policies := matcher.BuildNetworkPolicies(false, asked.Policies)
	given := []answer{}
	for _, flow := range asked.Flows {
		result := policies.IsTrafficAllowed(&matcher.Traffic{
			Source:           trafficPeer(flow.Source),
			Destination:      trafficPeer(flow.Destination),
			ResolvedPort:     flow.Port,
			ResolvedPortName: flow.PortName,
			Protocol:         corev1.Protocol(flow.Protocol),
		})
		given = append(given, answer{Ingress: result.Ingress.IsAllowed(), Egress: result.Egress.IsAllowed()})
	}
	return given
}

// What the API server fills in, as documented for policyTypes; the matcher refuses policies without.
func setDefaults(policy *networkingv1.NetworkPolicy) {
	if len(policy.Spec.PolicyTypes) > 0 {
		return
	}
	policy.Spec.PolicyTypes = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
	if len(policy.Spec.Egress) > 0 {
		policy.Spec.PolicyTypes = append(policy.Spec.PolicyTypes, networkingv1.PolicyTypeEgress)
	}
}

func trafficPeer(end peer) *matcher.TrafficPeer {
	if end.Namespace == "" {
		return &matcher.TrafficPeer{IP: end.IP}
	}
	return &matcher.TrafficPeer{IP: end.IP, Internal: &matcher.InternalPeer{
		PodLabels:       end.Labels,
		NamespaceLabels: end.NamespaceLabels,
		Namespace:       end.Namespace,
	}}
}
