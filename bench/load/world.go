package main

import (
	"encoding/json"
	"fmt"
)

// Shape is how many namespaces the objects are spread over.
type Shape struct{ perNamespace int }

// Side is whose objects: the operator's, or those of the floor, which are the same under another group and in other
// namespaces, so that neither does the other's work.
type Side string

const (
	operatorSide Side = "operator"
	floorSide    Side = "floor"
)

func (side Side) group() string {
	if side == floorSide {
		return "floor.faultline.dev"
	}
	return "faultline.dev"
}

// namespace of the number-th object; all of them in one when perNamespace is 0.
func (shape Shape) namespace(side Side, number int) string {
	place := 0
	if shape.perNamespace > 0 {
		place = number / shape.perNamespace
	}
	return fmt.Sprintf("%s-%03d", side, place)
}

func name(number int) string       { return fmt.Sprintf("app-%05d", number) }
func budgetName(app string) string { return app + "-faultline" }

func policies(side Side) string {
	return "/apis/" + side.group() + "/v1alpha1/resiliencepolicies"
}

func policyPath(side Side, namespace, name string) string {
	return "/apis/" + side.group() + "/v1alpha1/namespaces/" + namespace + "/resiliencepolicies/" + name
}

const allBudgets = "/apis/policy/v1/poddisruptionbudgets"

func budgetsIn(namespace string) string {
	return "/apis/policy/v1/namespaces/" + namespace + "/poddisruptionbudgets"
}

type object = map[string]any

func encode(value any) []byte {
	raw, err := json.Marshal(value)
	if err != nil {
		panic(err) // maps of strings and numbers
	}
	return raw
}

func meta(namespace, name string) object {
	return object{"namespace": namespace, "name": name}
}

func namespaceObject(name string) []byte {
	return encode(object{"apiVersion": "v1", "kind": "Namespace", "metadata": object{"name": name}})
}

// deployment is paused, so that no pods are made: the operator is measured, not the scheduler.
func deployment(namespace, app string) []byte {
	labels := object{"app": app, "app.kubernetes.io/part-of": "bench"}
	return encode(object{"apiVersion": "apps/v1", "kind": "Deployment",
		"metadata": object{"namespace": namespace, "name": app, "labels": labels},
		"spec": object{"replicas": 3, "paused": true, "selector": object{"matchLabels": labels},
			"template": object{"metadata": object{"labels": labels},
				"spec": object{"containers": []object{{"name": "app", "image": "app"}}}}}})
}

// pod is one that nobody runs and no controller owns.
func pod(namespace, app string) []byte {
	labels := object{"app": app, "app.kubernetes.io/part-of": "bench", "pod-template-hash": "5d4f8c7b9"}
	return encode(object{"apiVersion": "v1", "kind": "Pod",
		"metadata": object{"namespace": namespace, "name": app + "-0", "labels": labels},
		"spec": object{"schedulerName": "nobody",
			"containers": []object{{"name": "app", "image": "app"}}}})
}

func policy(side Side, namespace, app string) []byte {
	return encode(object{"apiVersion": side.group() + "/v1alpha1", "kind": "ResiliencePolicy",
		"metadata": meta(namespace, app),
		"spec": object{"targetRefs": []object{{"kind": "Deployment", "name": app}},
			"disruption": object{"maxUnavailable": 1}}})
}

// budget is what the operator makes, with one owner.
func budget(namespace, app, uid string) []byte {
	metadata := meta(namespace, budgetName(app))
	metadata["labels"] = object{"app.kubernetes.io/managed-by": "bench"}
	metadata["ownerReferences"] = []object{{"apiVersion": floorSide.group() + "/v1alpha1", "kind": "ResiliencePolicy",
		"name": app, "uid": uid, "controller": true}}
	return encode(object{"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": metadata,
		"spec": object{"maxUnavailable": 1, "unhealthyPodEvictionPolicy": "AlwaysAllow",
			"selector": object{"matchLabels": object{"app": app, "app.kubernetes.io/part-of": "bench"}}}})
}

// Policy is what is read of a policy.
type Policy struct {
	Metadata Metadata `json:"metadata"`
	Spec     struct {
		Disruption struct {
			MaxUnavailable json.RawMessage `json:"maxUnavailable"`
		} `json:"disruption"`
	} `json:"spec"`
}

// Budget is what is read of a PodDisruptionBudget.
type Budget struct {
	Metadata Metadata `json:"metadata"`
	Spec     struct {
		MaxUnavailable json.RawMessage `json:"maxUnavailable"`
	} `json:"spec"`
}

type Metadata struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	UID       string `json:"uid"`
}

func (metadata Metadata) key() string { return metadata.Namespace + "/" + metadata.Name }
