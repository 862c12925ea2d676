package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"sync"
)

// runFloor is the least that anybody can do who keeps budgets as policies say: its own watch on policies, then one
// patch of the budget. It knows nothing of workloads, pods, conflicts or status.
func runFloor(ctx context.Context, api *API, _ []string) error {
	known := map[string][]byte{}
	var lock sync.Mutex
	failed := make(chan error, 1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	listed := func() { fmt.Fprintln(os.Stderr, "floor: ready") }
	err := watch(ctx, api, policies(floorSide), listed, func(policy Policy) {
		lock.Lock()
		before, seen := known[policy.Metadata.key()]
		wanted := policy.Spec.Disruption.MaxUnavailable
		known[policy.Metadata.key()] = wanted
		lock.Unlock()
		if !seen || bytes.Equal(before, wanted) {
			return
		}
		go func() {
			body := fmt.Appendf(nil, `{"spec":{"maxUnavailable":%s}}`, wanted)
			path := budgetsIn(policy.Metadata.Namespace) + "/" + budgetName(policy.Metadata.Name)
			if err := api.do(ctx, http.MethodPatch, path, mergePatch, body); err != nil && ctx.Err() == nil {
				failed <- err
				cancel()
			}
		}()
	})
	select {
	case problem := <-failed:
		return problem
	default:
		return err
	}
}
