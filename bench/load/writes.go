package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// writeRaw makes for every policy of the floor the three writes that the operator's first sync makes: it creates the
// budget and an Event, and applies a status. Nothing is decided, nothing is waited for.
func writeRaw(ctx context.Context, api *API, arguments []string) error {
	set := flag.NewFlagSet("writes", flag.ContinueOnError)
	workers := set.Int("workers", 8, "policies at a time")
	from := set.Int("from", 0, "number of the first policy")
	if err := parse(set, arguments); err != nil {
		return err
	}
	found, err := list(ctx, api, name(*from))
	if err != nil {
		return err
	}
	start := time.Now()
	if err := inParallel(ctx, 0, len(found), *workers, func(number int) error {
		return threeWrites(ctx, api, found[number])
	}); err != nil {
		return err
	}
	seconds := time.Since(start).Seconds()
	return say(map[string]any{"writes": 3 * len(found), "seconds": seconds})
}

// list gives the policies of the floor from a name on.
func list(ctx context.Context, api *API, first string) ([]Policy, error) {
	var all struct {
		Items []Policy `json:"items"`
	}
	err := api.get(ctx, policies(floorSide), &all)
	return slices.DeleteFunc(all.Items, func(policy Policy) bool { return policy.Metadata.Name < first }), err
}

func threeWrites(ctx context.Context, api *API, policy Policy) error {
	namespace, app := policy.Metadata.Namespace, policy.Metadata.Name
	if err := api.do(ctx, http.MethodPost, budgetsIn(namespace), jsonBody,
		budget(namespace, app, policy.Metadata.UID)); err != nil {
		return err
	}
	if err := api.do(ctx, http.MethodPost, "/apis/events.k8s.io/v1/namespaces/"+namespace+"/events", jsonBody,
		event(policy)); err != nil {
		return err
	}
	return api.do(ctx, http.MethodPatch,
		policyPath(floorSide, namespace, app)+"/status?fieldManager=floor&force=true", applyPatch, status(policy))
}

func event(policy Policy) []byte {
	return encode(object{"apiVersion": "events.k8s.io/v1", "kind": "Event",
		"metadata":  meta(policy.Metadata.Namespace, fmt.Sprintf("%s.%016x", policy.Metadata.Name, time.Now().UnixNano())),
		"eventTime": time.Now().UTC().Format("2006-01-02T15:04:05.000000Z"), "type": "Normal",
		"reportingController": "faultline.dev/bench", "reportingInstance": "floor",
		"reason": "BudgetCreated", "action": "Create",
		"note": "PodDisruptionBudget " + budgetName(policy.Metadata.Name) + " allows maxUnavailable 1",
		"regarding": object{"apiVersion": floorSide.group() + "/v1alpha1", "kind": "ResiliencePolicy",
			"namespace": policy.Metadata.Namespace, "name": policy.Metadata.Name, "uid": policy.Metadata.UID}})
}

// status is as large as the operator's.
func status(policy Policy) []byte {
	now := time.Now().UTC().Format(time.RFC3339)
	condition := func(kind, state, reason, message string) object {
		return object{"type": kind, "status": state, "reason": reason, "message": message,
			"observedGeneration": 1, "lastTransitionTime": now}
	}
	return encode(object{"apiVersion": floorSide.group() + "/v1alpha1", "kind": "ResiliencePolicy",
		"metadata": meta(policy.Metadata.Namespace, policy.Metadata.Name),
		"status": object{"observedGeneration": 1, "score": 100, "programmedTargets": "1/1",
			"summary": "1 of 1 targets protected; no pod may be disrupted now",
			"targets": []object{{"attachedTo": "Deployment/" + policy.Metadata.Name, "state": "Programmed",
				"budget": "maxUnavailable 1, 0 disruptions allowed", "pods": 1, "parts": []string{"budget"}}},
			"conditions": []object{
				condition("Accepted", "True", "Accepted", "the policy is valid and has its targets"),
				condition("Programmed", "True", "Programmed", "every target has what the policy asks for"),
				condition("DisruptionSafe", "Unknown", "NotCounted", "waiting for the disruption controller to count the pods"),
				condition("Ready", "True", "Ready", "this generation is applied")}}})
}
