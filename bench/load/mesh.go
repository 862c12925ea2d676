package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"time"
)

// The mesh: workloads whose pods have sidecars. One policy governs all of them but one, and one policy that one.
const (
	mesh         = "mesh"
	everybody    = "all"
	single       = "one"
	meshPort     = 8080
	podsPerApp   = 100
	endpoints    = 10
	capture      = "faultline.dev/capture"
	meshPods     = "/api/v1/namespaces/" + mesh + "/pods"
	meshWorkload = "/apis/apps/v1/namespaces/" + mesh + "/deployments"
)

var meshServices = []string{"inventory", "orders", "recommendations"}

// makeMesh makes it, and ends when every pod is there and was given its sidecar by the operator's webhook.
func makeMesh(ctx context.Context, api *API, arguments []string) error {
	set := flag.NewFlagSet("mesh", flag.ContinueOnError)
	pods := set.Int("pods", 1000, "pods under the policy for all, a multiple of 100")
	if err := parse(set, arguments); err != nil {
		return err
	}
	if err := api.do(ctx, http.MethodPost, "/api/v1/namespaces", jsonBody, namespaceObject(mesh)); err != nil {
		return err
	}
	if err := makeTraffic(ctx, api); err != nil {
		return err
	}
	workloads := *pods / podsPerApp
	at := func(number int) (string, int) {
		if number == workloads {
			return single, 1
		}
		return fmt.Sprintf("app-%03d", number), podsPerApp
	}
	if err := inParallel(ctx, 0, workloads+1, 16, func(number int) error {
		name, _ := at(number)
		return api.do(ctx, http.MethodPost, meshWorkload, jsonBody, meshDeployment(name))
	}); err != nil {
		return err
	}
	for _, name := range []string{"app-000", fmt.Sprintf("app-%03d", workloads-1), single} {
		if err := awaitInjection(ctx, api, name); err != nil {
			return err
		}
	}
	// One after the other: a thousand pods at once are more than any webhook answers about within its two seconds.
	made := 0
	for number := range workloads + 1 {
		name, replicas := at(number)
		if err := api.do(ctx, http.MethodPatch, meshWorkload+"/"+name, mergePatch,
			fmt.Appendf(nil, `{"spec":{"replicas":%d}}`, replicas)); err != nil {
			return err
		}
		made += replicas
		if err := awaitPods(ctx, api, made); err != nil {
			return err
		}
	}
	return nil
}

func makeTraffic(ctx context.Context, api *API) error {
	for number, name := range meshServices {
		if err := api.do(ctx, http.MethodPost, "/api/v1/namespaces/"+mesh+"/services", jsonBody,
			encode(object{"apiVersion": "v1", "kind": "Service", "metadata": meta(mesh, name),
				"spec": object{"ports": []object{{"name": "http", "port": meshPort}}}})); err != nil {
			return err
		}
		if err := api.do(ctx, http.MethodPost, "/apis/discovery.k8s.io/v1/namespaces/"+mesh+"/endpointslices", jsonBody,
			slice(name, number)); err != nil {
			return err
		}
	}
	for _, side := range []Side{operatorSide, floorSide} {
		for name, target := range map[string]object{
			everybody: {"targetSelector": object{"matchLabels": object{"governed-by": everybody}}},
			single:    {"targetRefs": []object{{"kind": "Deployment", "name": single}}},
		} {
			if err := api.do(ctx, http.MethodPost, "/apis/"+side.group()+"/v1alpha1/namespaces/"+mesh+"/resiliencepolicies",
				jsonBody, meshPolicy(side, name, target)); err != nil {
				return err
			}
		}
	}
	return nil
}

func slice(service string, number int) []byte {
	var addresses []object
	for endpoint := range endpoints {
		addresses = append(addresses, object{"addresses": []string{fmt.Sprintf("10.9.%d.%d", number, endpoint+1)},
			"conditions": object{"ready": true}})
	}
	metadata := meta(mesh, service+"-1")
	metadata["labels"] = object{"kubernetes.io/service-name": service}
	return encode(object{"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "metadata": metadata,
		"addressType": "IPv4", "ports": []object{{"name": "http", "port": meshPort}}, "endpoints": addresses})
}

func meshPolicy(side Side, name string, target object) []byte {
	spec := object{"dependencies": []object{}}
	var dependencies []object
	for _, service := range meshServices {
		dependencies = append(dependencies, object{"name": service, "protocol": "HTTP", "timeout": "500ms",
			"serviceRef": object{"name": service, "port": meshPort}})
	}
	spec["dependencies"] = dependencies
	for key, value := range target {
		spec[key] = value
	}
	return encode(object{"apiVersion": side.group() + "/v1alpha1", "kind": "ResiliencePolicy",
		"metadata": meta(mesh, name), "spec": spec})
}

func meshLabels(app string) object {
	governor := everybody
	if app == single {
		governor = single
	}
	return object{"app": app, "governed-by": governor}
}

func podSpec() object {
	return object{"schedulerName": "nobody", "containers": []object{{"name": "app", "image": "app"}}}
}

// meshDeployment has no pods yet: a pod that comes before the operator knows its workload gets no sidecar.
func meshDeployment(app string) []byte {
	metadata := meta(mesh, app)
	metadata["labels"] = meshLabels(app)
	return encode(object{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata,
		"spec": object{"replicas": 0, "selector": object{"matchLabels": object{"app": app}},
			"template": object{"metadata": object{"labels": meshLabels(app)}, "spec": podSpec()}}})
}

// MeshPod is what is read of a pod.
type MeshPod struct {
	Metadata struct {
		Metadata
		Labels      map[string]string `json:"labels"`
		Annotations map[string]string `json:"annotations"`
	} `json:"metadata"`
}

func (pod MeshPod) isInjected() bool { return pod.Metadata.Annotations[capture] != "" }

// awaitInjection tries a pod as a ReplicaSet would make it, until it would get its sidecar.
func awaitInjection(ctx context.Context, api *API, app string) error {
	metadata := object{"name": app + "-tried", "labels": meshLabels(app), "ownerReferences": []object{{
		"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": app + "-abc", "uid": "0", "controller": true}}}
	metadata["labels"].(object)["pod-template-hash"] = "abc"
	body := encode(object{"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": podSpec()})
	return eventually(ctx, "a pod of "+app+" would get its sidecar", func() (bool, error) {
		var pod MeshPod
		err := api.post(ctx, meshPods+"?dryRun=All", body, &pod)
		return pod.isInjected(), err
	})
}

func awaitPods(ctx context.Context, api *API, count int) error {
	return eventually(ctx, fmt.Sprintf("%d pods with a sidecar are there", count), func() (bool, error) {
		pods, err := allMeshPods(ctx, api)
		if err != nil {
			return false, err
		}
		for _, pod := range pods {
			if !pod.isInjected() {
				return false, fmt.Errorf("pod %s has no sidecar", pod.Metadata.Name)
			}
		}
		return len(pods) == count, nil
	})
}

func allMeshPods(ctx context.Context, api *API) ([]MeshPod, error) {
	var all struct {
		Items []MeshPod `json:"items"`
	}
	err := api.get(ctx, meshPods, &all)
	return all.Items, err
}

func eventually(ctx context.Context, what string, check func() (bool, error)) error {
	end := time.Now().Add(4 * patience)
	for {
		so, err := check()
		if err != nil || so {
			return err
		}
		if time.Now().After(end) {
			return fmt.Errorf("%s: still not so after %s", what, 4*patience)
		}
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
